import type { Message } from "../../../schema/field.js";
import type { Demonstration } from "../contract.js";

/** What a model that uses tools does next: a call, or its answer as a call of `answer`. */
export interface ToolAction {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}
/** The action that ends the work. */
export const ANSWER = "answer";

/** A conversation with its calls and results as one line each, as it is shown to the model. */
export function toolLines(messages: readonly Message[]): Record<string, unknown>[] {
  return messages.flatMap((message): Record<string, unknown>[] => {
    if (message.role === "tool")
      return [
        {
          speaker: "tool",
          tool: message.name,
          result: message.content,
        },
      ];
    const said =
      message.content.trim() === ""
        ? []
        : [{ speaker: message.role === "assistant" ? "you" : "the user", text: message.content }];
    return [
      ...said,
      ...(message.toolCalls ?? []).map((call) => ({
        speaker: "you",
        tool: call.name,
        arguments: call.arguments,
      })),
    ];
  });
}

/**
 * What demonstrations do after as many calls: the conversation so far and the next action. Where
 * none gets as far, their actions at any point.
 */
export function actionDemonstrations(
  demonstrations: readonly Demonstration[],
  field: string,
  calls: number,
): { conversation: Record<string, unknown>[]; action: ToolAction }[] {
  const all = demonstrations.flatMap((row) => actionsOf(row.fields[field]));
  const same = all.filter((item) => item.calls === calls);
  return (same.length > 0 ? same : all).map(({ conversation, action }) => ({
    conversation,
    action,
  }));
}

function actionsOf(
  value: unknown,
): { calls: number; conversation: Record<string, unknown>[]; action: ToolAction }[] {
  if (!Array.isArray(value)) return [];
  const messages = value as Message[];
  const found: { calls: number; conversation: Record<string, unknown>[]; action: ToolAction }[] =
    [];
  let calls = 0;
  messages.forEach((message, at) => {
    if (message.role !== "assistant") return;
    const conversation = toolLines(messages.slice(0, at));
    const [call] = message.toolCalls ?? [];
    if (call)
      found.push({ calls, conversation, action: { tool: call.name, arguments: call.arguments } });
    else if (
      message.content.trim() !== "" &&
      messages.slice(at + 1).every((later) => later.role === "user")
    )
      found.push({
        calls,
        conversation,
        action: { tool: ANSWER, arguments: { answer: message.content } },
      });
    calls += message.toolCalls?.length ?? 0;
  });
  return found;
}
