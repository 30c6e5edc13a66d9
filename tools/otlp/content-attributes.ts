import type { ChatMessage, ToolCall } from "../../schema/prompt.js";
import { isRecord } from "../../base/values/is-record.js";
import { sentMessages } from "../models/prompt/sent-messages.js";
import type { SpanAttributes } from "./span-attributes.js";

/** Request and answer of a step, without secrets. */
export interface SpanContent {
  readonly input?: unknown;
  readonly output?: unknown;
}

const JSON_TYPE = "application/json";

/**
 * Request and answer by the names of the GenAI conventions and of OpenInference. Only for who asked
 * for them: they hold the texts of the dataset.
 */
export function contentAttributes({ input, output }: SpanContent): SpanAttributes {
  const all: SpanAttributes = {};
  if (input !== undefined && input !== null) {
    const messages = sentMessages(input);
    all["input.value"] = JSON.stringify(messages.length > 0 ? messages : input);
    all["input.mime_type"] = JSON_TYPE;
    if (messages.length > 0) {
      all["gen_ai.input.messages"] = JSON.stringify(messages.map(partsOf));
      flatten("llm.input_messages", messages, all);
    }
  }
  if (output !== undefined && output !== null) {
    const answer = answerOf(output);
    all["output.value"] = answer?.content || JSON.stringify(output);
    all["output.mime_type"] = answer?.content ? "text/plain" : JSON_TYPE;
    if (answer !== null) {
      const { finish } = output as { readonly finish?: unknown };
      all["gen_ai.output.messages"] = JSON.stringify([
        { ...partsOf(answer), finish_reason: typeof finish === "string" ? finish : "stop" },
      ]);
      flatten("llm.output_messages", [answer], all);
    }
  }
  return all;
}

function answerOf(output: unknown): ChatMessage | null {
  if (!isRecord(output) || typeof output["text"] !== "string") return null;
  const { toolCalls } = output as { readonly toolCalls?: readonly ToolCall[] };
  return {
    role: "assistant",
    content: output["text"],
    ...(Array.isArray(toolCalls) ? { toolCalls: toolCalls as readonly ToolCall[] } : {}),
  };
}

/** A message as the GenAI conventions have it: a role with parts. */
function partsOf({ role, content, toolCalls = [], toolCallId }: ChatMessage): {
  readonly role: string;
  readonly parts: readonly unknown[];
} {
  const text =
    toolCallId === undefined
      ? { type: "text", content }
      : { type: "tool_call_response", id: toolCallId, response: content };
  return {
    role,
    parts: [
      ...(content === "" ? [] : [text]),
      ...toolCalls.map((call) => ({
        type: "tool_call",
        id: call.id,
        name: call.name,
        arguments: call.arguments,
      })),
    ],
  };
}

function flatten(prefix: string, messages: readonly ChatMessage[], into: SpanAttributes): void {
  for (const [index, { role, content, toolCalls = [] }] of messages.entries()) {
    const name = `${prefix}.${index}.message`;
    into[`${name}.role`] = role;
    into[`${name}.content`] = content;
    for (const [at, call] of toolCalls.entries()) {
      const tool = `${name}.tool_calls.${at}.tool_call`;
      into[`${tool}.id`] = call.id;
      into[`${tool}.function.name`] = call.name;
      into[`${tool}.function.arguments`] = call.arguments;
    }
  }
}
