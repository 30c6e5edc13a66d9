import type { Message } from "../../schema/field.js";
import type { Exporter } from "../rows/contract.js";
import type { Task } from "../../schema/task.js";
import {
  askedIn,
  conversationOf,
  requireForm,
  toolFunctions,
  type Conversation,
} from "../rows/conversation.js";
import { exportList } from "./export-file.js";

interface Turn {
  readonly from: "system" | "human" | "gpt" | "function_call" | "observation";
  readonly value: string;
}

/**
 * ShareGPT JSON: a list of { id, conversations: [{ from, value }] }; preference pairs carry
 * `chosen` and `rejected` beside the prompt.
 */
export const sharegptExporter: Exporter = {
  name: "sharegpt",
  extension: ".json",
  export: async (samples, target, { task }) => {
    requireForm("sharegpt", task, ["single", "turns", "preference"]);
    return exportList(samples, target, (sample) => ({
      id: sample.id,
      ...recordOf(conversationOf(sample, task)),
      ...toolsOf(task),
    }));
  },
};

/** The tools as JSON text, which is how trainers of this format read them; nothing without tools. */
function toolsOf(task: Task): { tools?: string } {
  const tools = toolFunctions(task);
  return tools.length === 0 ? {} : { tools: JSON.stringify(tools) };
}

function recordOf(conversation: Conversation): {
  conversations: Turn[];
  chosen?: Turn;
  rejected?: Turn;
} {
  switch (conversation.form) {
    case "single": {
      const { system, user } = askedIn(conversation);
      return {
        conversations: [
          ...(system === "" ? [] : [{ from: "system", value: system } satisfies Turn]),
          { from: "human", value: user },
          { from: "gpt", value: conversation.output },
        ],
      };
    }
    case "turns":
      return { conversations: conversation.messages.flatMap(turnsOf) };
    case "preference":
      return {
        conversations: [{ from: "human", value: conversation.prompt }],
        chosen: { from: "gpt", value: conversation.chosen },
        rejected: { from: "gpt", value: conversation.rejected },
      };
  }
}

function turnsOf(message: Message): Turn[] {
  const from = (
    { system: "system", user: "human", assistant: "gpt", tool: "observation" } as const
  )[message.role];
  const calls = (message.toolCalls ?? []).map((call): Turn => ({
    from: "function_call",
    value: JSON.stringify(call),
  }));
  return message.content === "" && calls.length > 0
    ? calls
    : [{ from, value: message.content }, ...calls];
}
