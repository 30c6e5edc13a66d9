import type { Message } from "../../../schema/field.js";
import type { Demonstration } from "../contract.js";

/** One line of a conversation as one of its two sides sees it. */
interface HeardLine {
  readonly speaker: string;
  readonly text: string;
}
type Side = "user" | "assistant";
const OTHER = { user: "the assistant", assistant: "the user" } as const;

/**
 * A conversation as a side sees it: its own lines are its own, the rest is the other's. System
 * messages and tool calls are left out.
 */
export function heardBy(side: Side, messages: readonly Message[]): HeardLine[] {
  return messages
    .filter(
      (message) =>
        (message.role === "user" || message.role === "assistant") && message.content.trim() !== "",
    )
    .map((message) => ({
      speaker: message.role === side ? "you" : OTHER[side],
      text: message.content,
    }));
}

/**
 * How demonstrations go on at the same point of the conversation: what was said before, and the
 * side's next message. Where none is as long, messages of that side from any point.
 *
 * @param turn which message of that side, from 0
 */
export function turnDemonstrations(
  demonstrations: readonly Demonstration[],
  field: string,
  { side, turn }: { readonly side: Side; readonly turn: number },
): { conversation: HeardLine[]; message: string; done: boolean }[] {
  const all = demonstrations.flatMap((row) => turnsOf(row.fields[field], side));
  const same = all.filter((item) => item.turn === turn);
  return (same.length > 0 ? same : all).map(({ conversation, message, done }) => ({
    conversation,
    message,
    done,
  }));
}

function turnsOf(
  value: unknown,
  side: Side,
): { turn: number; conversation: HeardLine[]; message: string; done: boolean }[] {
  if (!Array.isArray(value)) return [];
  const messages = (value as Message[]).filter(
    (message) =>
      typeof message.content === "string" &&
      message.content.trim() !== "" &&
      (message.role === "user" || message.role === "assistant"),
  );
  const own = messages.flatMap((message, at) => (message.role === side ? [at] : []));
  return own.map((at, turn) => ({
    turn,
    conversation: heardBy(side, messages.slice(0, at)),
    message: messages[at]!.content,
    done: turn === own.length - 1,
  }));
}
