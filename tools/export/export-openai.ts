import type { Message } from "../../schema/field.js";
import type { Exporter } from "../rows/contract.js";
import type { Task } from "../../schema/task.js";
import {
  askedIn,
  conversationOf,
  requireForm,
  toolFunctions,
  type Conversation,
  type ConversedSample,
} from "../rows/conversation.js";
import { exportFile } from "./export-file.js";

/**
 * OpenAI fine-tuning JSONL: `messages` a line, tool calls included; preference pairs in the form of
 * its preference tuning.
 */
export const openaiExporter: Exporter = {
  name: "openai",
  extension: ".jsonl",
  export: async (samples, target, { task }) => {
    requireForm("openai", task, ["single", "turns", "preference"]);
    return exportFile(samples, target, {
      piece: (sample) => `${JSON.stringify(openaiLine(sample, task))}\n`,
    });
  },
};

/** A sample as a line of OpenAI's fine-tuning files. @throws USAGE for a kind without a conversation */
export function openaiLine(sample: ConversedSample, task: Task): Record<string, unknown> {
  return { ...lineOf(conversationOf(sample, task)), ...toolsOf(task) };
}

/** The tools that the model may call, as a request to it has them; nothing without tools. */
function toolsOf(task: Task): { tools?: unknown[] } {
  const tools = toolFunctions(task);
  return tools.length === 0
    ? {}
    : { tools: tools.map((tool) => ({ type: "function", function: tool })) };
}

function lineOf(conversation: Conversation): Record<string, unknown> {
  switch (conversation.form) {
    case "single": {
      const { system, user } = askedIn(conversation);
      return {
        messages: [
          ...(system === "" ? [] : [{ role: "system", content: system }]),
          { role: "user", content: user },
          { role: "assistant", content: conversation.output },
        ],
      };
    }
    case "turns":
      return { messages: withCallIds(conversation.messages) };
    case "preference":
      return {
        input: { messages: [{ role: "user", content: conversation.prompt }] },
        preferred_output: [{ role: "assistant", content: conversation.chosen }],
        non_preferred_output: [{ role: "assistant", content: conversation.rejected }],
      };
  }
}

/** Tool calls get ids in order; each result answers the earliest call that has none yet. */
function withCallIds(messages: readonly Message[]): unknown[] {
  const open: { id: string; name: string }[] = [];
  let calls = 0;
  return messages.map((message) => {
    if (message.role === "tool") {
      const named = open.findIndex((call) => call.name === message.name);
      const [call] = open.splice(Math.max(0, named), 1);
      return {
        role: "tool",
        tool_call_id: call?.id ?? `call_${++calls}`,
        content: message.content,
      };
    }
    const toolCalls = (message.toolCalls ?? []).map((call) => {
      const id = `call_${++calls}`;
      open.push({ id, name: call.name });
      return {
        id,
        type: "function",
        function: { name: call.name, arguments: JSON.stringify(call.arguments) },
      };
    });
    return {
      role: message.role,
      content: message.content,
      name: message.name,
      tool_calls: toolCalls.length === 0 ? undefined : toolCalls,
    };
  });
}
