import type { Span } from "../../schema/span.js";
import { sentMessages } from "../../tools/models/prompt/sent-messages.js";
import { printableLines } from "./print-table.js";

/** A request as the messages that the model was sent, and its answer, in full. */
export async function messageLines(
  span: Pick<Span, "inputHash" | "outputHash">,
  body: (hash: string) => Promise<unknown>,
): Promise<string[]> {
  const request = span.inputHash === null ? null : await body(span.inputHash);
  const answer = span.outputHash === null ? null : await body(span.outputHash);
  return [
    ...(request === null ? [] : sentMessages(request)),
    ...(answer === null
      ? []
      : [{ role: "answer", content: (answer as { readonly text?: unknown }).text }]),
  ].flatMap(({ role, content }) => [
    `${role}:`,
    ...printableLines(typeof content === "string" ? content : JSON.stringify(content))
      .split("\n")
      .map((line) => `  ${line}`),
  ]);
}
