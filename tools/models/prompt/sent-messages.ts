import type { ChatMessage, Prompt } from "../../../schema/prompt.js";
import { renderPrompt } from "./render-prompt.js";

/** What a span keeps of a request: the sections and turns added to them, or the messages. */
interface RequestBody {
  readonly sections?: Prompt["sections"];
  readonly template?: string;
  readonly values?: Prompt["values"];
  readonly messages?: readonly ChatMessage[];
}

/** A kept request as the messages that the model was sent; none for what is no request to a model. */
export function sentMessages(body: unknown): readonly ChatMessage[] {
  const { sections, template, values, messages = [] } = body as RequestBody;
  return Array.isArray(sections)
    ? [...renderPrompt({ sections: sections as Prompt["sections"], template, values }), ...messages]
    : messages;
}
