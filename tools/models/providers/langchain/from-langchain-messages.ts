import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import { DatawrightError } from "../../../../base/errors.js";
import type { JsonSchema } from "../../../../schema/json.js";
import type { ChatMessage } from "../../../../schema/prompt.js";
import type { ChatResponse, ToolChoice, ToolDefinition } from "../../contract.js";
import { parseJsonAnswer } from "../../prompt/parse-json-answer.js";

/** An answer as LangChain's own message, with its tool calls and its usage. */
export function aiMessage(response: ChatResponse): AIMessage {
  const { text, toolCalls = [], usage, model, finish } = response;
  return new AIMessage({
    content: text,
    tool_calls: toolCalls.map((call) => ({
      id: call.id,
      name: call.name,
      args: argumentsOf(call.arguments),
      type: "tool_call" as const,
    })),
    usage_metadata: {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      total_tokens: usage.inputTokens + usage.outputTokens,
    },
    response_metadata: { model_name: model, finish_reason: finish },
  });
}

function argumentsOf(text: string): Record<string, unknown> {
  const parsed = parseJsonAnswer(text);
  return parsed.ok && typeof parsed.value === "object" && parsed.value !== null
    ? (parsed.value as Record<string, unknown>)
    : {};
}

const ROLES: Readonly<Record<string, ChatMessage["role"]>> = {
  human: "user",
  ai: "assistant",
  system: "system",
  developer: "system",
  tool: "tool",
};

/**
 * A message of LangChain's as a model of ours takes it.
 * @throws MODEL_BAD_REQUEST for content that is no text
 */
export function chatMessage(message: BaseMessage): ChatMessage {
  const type = message.getType();
  const role = ROLES[type];
  if (role === undefined)
    throw new DatawrightError({
      code: "MODEL_BAD_REQUEST",
      message: `a message of the type "${type}" cannot be sent to a role's model`,
      hint: "Send system, human, ai and tool messages.",
    });
  const { tool_calls: calls = [] } = message as AIMessage;
  return {
    role,
    content: textOf(message),
    toolCalls:
      role === "assistant" && calls.length > 0
        ? calls.map((call, index) => ({
            id: call.id ?? `call-${index + 1}`,
            name: call.name,
            arguments: JSON.stringify(call.args),
          }))
        : undefined,
    toolCallId:
      role === "tool" ? (message as unknown as { tool_call_id: string }).tool_call_id : undefined,
  };
}

function textOf(message: BaseMessage): string {
  if (typeof message.content === "string") return message.content;
  const other = message.content.find(
    (part) => !["text", "tool_use", "tool_call", "reasoning", "thinking"].includes(part.type),
  );
  if (other !== undefined)
    throw new DatawrightError({
      code: "MODEL_BAD_REQUEST",
      message: `a ${message.getType()} message holds a part of the type "${other.type}"; a role's model takes text`,
      hint: "Send the text of it, or call a model of your own for images and files.",
    });
  return message.text;
}

/** A tool of LangChain's, with its arguments as JSON Schema. */
export function toolDefinition(tool: unknown): ToolDefinition {
  const { function: made } = convertToOpenAITool(tool as Record<string, unknown>);
  return {
    name: made.name,
    description: made.description,
    parameters: made.parameters as JsonSchema,
  };
}

/** LangChain's ways of saying which tool is to be called. */
export function toolChoice(choice: unknown): ToolChoice | undefined {
  if (choice === undefined || choice === null) return undefined;
  if (choice === "any") return "required";
  if (choice === "auto" || choice === "none" || choice === "required") return choice;
  if (typeof choice === "string") return { name: choice };
  const named = choice as { name?: unknown; function?: { name?: unknown } };
  return { name: String(named.function?.name ?? named.name) };
}
