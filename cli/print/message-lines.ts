import type { Span } from "../../schema/span.js";
import type { ChatMessage, Prompt } from "../../schema/prompt.js";
import { renderPrompt } from "../../tools/models/prompt/render-prompt.js";
import { printableLines } from "./print-table.js";

/** What a span keeps of a request: the sections and turns added to them, or the messages. */
interface RequestBody {
  readonly sections?: Prompt["sections"];
  readonly template?: string;
  readonly messages?: readonly ChatMessage[];
}

/** A request as the messages that the model was sent, and its answer, in full. */
export async function messageLines(
  span: Pick<Span, "inputHash" | "outputHash">,
  body: (hash: string) => Promise<unknown>,
): Promise<string[]> {
  const request = span.inputHash === null ? null : await body(span.inputHash);
  const answer = span.outputHash === null ? null : await body(span.outputHash);
  return [
    ...(request === null ? [] : messagesOf(request as RequestBody)),
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

function messagesOf({ sections, template, messages = [] }: RequestBody): readonly ChatMessage[] {
  return Array.isArray(sections)
    ? [...renderPrompt({ sections: sections as Prompt["sections"], template }), ...messages]
    : messages;
}
