import type { Span } from "../../schema/span.js";
import { printableLines } from "./print-table.js";

/**
 * What a failed step said, for the terminal. A step that failed because of one inside it says
 * nothing: that one does.
 */
export function failureLines(span: Span, shown: readonly Span[]): string[] {
  const message = span.attributes["error.message"];
  if (span.status !== "error" || typeof message !== "string") return [];
  const inner = shown.some(({ parentId, status }) => parentId === span.id && status === "error");
  return inner ? [] : printableLines(message).split("\n");
}
