import type { Span } from "../../schema/span.js";
import { printableLines } from "./print-table.js";

/** What a failed step said, for the terminal. */
export function failureLines(span: Span): string[] {
  const message = span.attributes["error.message"];
  return typeof message === "string" ? printableLines(message).split("\n") : [];
}
