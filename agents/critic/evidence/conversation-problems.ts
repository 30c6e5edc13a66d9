import type { Draft } from "../../draft.js";
import { didYouMean } from "../../../base/text/nearest-name.js";
import type { Message } from "../../../schema/field.js";
import type { Task } from "../../../schema/task.js";
import type { Verdict } from "../../../schema/verdict.js";
import { argumentProblems } from "../../../tools/fields/tool-arguments.js";

/**
 * What is wrong with the turns of a draft: who speaks when, calls of tools that there are not,
 * arguments that a tool does not take.
 */
export function conversationProblems(draft: Draft, task: Task): FormatProblem[] {
  return Object.entries(task.fields).flatMap(([field, { type }]): FormatProblem[] => {
    const messages = draft.fields[field];
    if (type !== "messages" || !isConversation(messages)) return [];
    const problem =
      turnProblem(messages) ??
      (task.kind.name === "tool-use" && messages.at(-1)?.role !== "assistant"
        ? "The last turn must be the assistant's answer."
        : null);
    return [
      ...(problem === null ? [] : [{ message: problem, evidence: { field } }]),
      ...callProblems(messages, task, field),
    ];
  });
}

/**
 * The system may speak first, then the user; user and assistant take turns; each call is followed
 * by its result.
 */
function turnProblem(messages: readonly Message[]): string | null {
  const begins = messages[0]?.role === "system" ? 1 : 0;
  if (messages[begins]?.role !== "user")
    return `Turn ${begins + 1} must be the user's: a conversation starts with the user.`;
  let awaited = 0;
  for (let at = begins; at < messages.length; at++) {
    const { role, toolCalls = [] } = messages[at]!;
    const before = messages[at - 1]?.role;
    if (role === "system") return `Turn ${at + 1} is the system's, which may only speak first.`;
    if (awaited > 0 && role !== "tool")
      return `Turn ${at + 1} must be the result of the call before it.`;
    if (role === "tool" && awaited === 0)
      return `Turn ${at + 1} is a result without a call before it.`;
    if (at > begins && (role === "user" || role === "assistant") && role === before)
      return `Turns ${at} and ${at + 1} are both the ${role}'s; the two must take turns.`;
    if (role === "user" && before === "tool")
      return `Turn ${at + 1} must be the assistant's, who reads the result before it.`;
    if (role === "user" && toolCalls.length > 0)
      return `Turn ${at + 1} calls a tool; only the assistant may.`;
    awaited = role === "tool" ? awaited - 1 : toolCalls.length;
  }
  return awaited > 0 ? "The last call has no result." : null;
}

function callProblems(
  messages: readonly Message[],
  { spec }: Task,
  field: string,
): FormatProblem[] {
  if (spec.tools.length === 0) return [];
  const names = spec.tools.map((tool) => tool.name);
  return messages.flatMap(({ toolCalls = [] }, at) =>
    toolCalls.flatMap((call): FormatProblem[] => {
      const tool = spec.tools.find((candidate) => candidate.name === call.name);
      const evidence = { field, text: JSON.stringify(call) };
      if (!tool)
        return [
          {
            message:
              `Turn ${at + 1} calls "${call.name}", which is none of the ` +
              `tools${didYouMean(call.name, names)}.`,
            evidence,
          },
        ];
      const problems = argumentProblems(tool, call.arguments);
      return problems.length === 0
        ? []
        : [
            {
              message:
                `Turn ${at + 1} calls ${call.name} with arguments that it does not take: ` +
                `${problems.slice(0, 3).join("; ")}.`,
              evidence,
            },
          ];
    }),
  );
}

function isConversation(value: unknown): value is readonly Message[] {
  return (
    Array.isArray(value) &&
    value.every(
      (turn: unknown) =>
        typeof turn === "object" &&
        turn !== null &&
        "role" in turn &&
        typeof (turn as Message).content === "string",
    )
  );
}

/**
 * Something of a draft that has not the form it must have, in words that tell the writer what to
 * mend.
 */
export interface FormatProblem {
  readonly message: string;
  readonly evidence?: Verdict["evidence"][number];
}
