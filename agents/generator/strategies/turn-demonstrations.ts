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
 * side's next message. Where none is as long, one of the last two messages of each.
 *
 * @param turn which message of that side, from 0
 */
export function turnDemonstrations(
  demonstrations: readonly Demonstration[],
  field: string,
  { side, turn }: { readonly side: Side; readonly turn: number },
): { conversation: HeardLine[]; message: string; done: boolean }[] {
  const rows = demonstrations.map((row) => turnsOf(row.fields[field], side));
  const same = rows.flat().filter((item) => item.turn === turn);
  // Of each row one message, so that a late turn is not shown every conversation many times over;
  // the last ones say how a conversation ends, those before them how it does not yet.
  const late = rows.flatMap((own, index) => own.at(index % 2 === 0 ? -1 : -2) ?? own.slice(-1));
  return (same.length > 0 ? same : late).map(({ conversation, message, done }) => ({
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
