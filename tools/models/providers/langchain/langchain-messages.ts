import type { BaseMessageLike } from "@langchain/core/messages";
import type { ChatMessage } from "../../../../schema/prompt.js";
import type { ChatRequest, ToolChoice } from "../../contract.js";

/** A message as LangChain's models take it, tool calls included. */
export function langChainMessage(message: ChatMessage): BaseMessageLike {
  const { role, content, toolCalls, toolCallId } = message;
  if (role === "tool") return { role, content, tool_call_id: toolCallId ?? "" } as BaseMessageLike;
  if (toolCalls === undefined || toolCalls.length === 0) return { role, content };
  return {
    role,
    content,
    tool_calls: toolCalls.map((call) => ({
      id: call.id,
      type: "function",
      function: { name: call.name, arguments: call.arguments },
    })),
  };
}

/** A tool in OpenAI's words, which every LangChain chat model takes. */
export interface OpenAITool {
  readonly type: "function";
  readonly function: {
    readonly name: string;
    readonly description?: string;
    readonly parameters: Record<string, unknown>;
  };
}

type OpenAIChoice =
  | "auto"
  | "none"
  | "required"
  | { readonly type: "function"; readonly function: { readonly name: string } };

/** The call options that offer a request's tools; none where it has no tools. */
export function langChainTools(request: Pick<ChatRequest, "tools" | "toolChoice">): {
  tools?: OpenAITool[];
  tool_choice?: OpenAIChoice;
} {
  if (request.tools === undefined || request.tools.length === 0) return {};
  return {
    tools: request.tools.map(({ name, description, parameters }) => ({
      type: "function",
      function: { name, description, parameters: parameters as Record<string, unknown> },
    })),
    tool_choice: request.toolChoice === undefined ? undefined : openAIChoice(request.toolChoice),
  };
}

function openAIChoice(choice: ToolChoice): OpenAIChoice {
  return typeof choice === "string"
    ? choice
    : { type: "function", function: { name: choice.name } };
}
