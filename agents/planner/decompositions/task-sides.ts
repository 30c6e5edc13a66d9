import type { KindName } from "../../../schema/kind.js";
import type { Task } from "../../../schema/task.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";

/** The written fields of a task by what they are to each other. */
export interface TaskSides {
  /** What is asked about: a text, a question, an instruction with its input. */
  readonly asked: string[];
  /** What is answered; the label stands here under its key where the kind has one. */
  readonly answered: string[];
  /** Fields that the spec added to the kind's own: written last. */
  readonly added: string[];
}

/** Fields of a kind that answer; the label where none is named. */
const ANSWERED: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  extraction: ["triples", "spans"],
  "question-answering": ["answer", "span"],
  instruction: ["output"],
  dialogue: ["messages"],
  reasoning: ["rationale", "answer"],
  "tool-use": ["messages"],
  preference: ["chosen", "rejected"],
  rewriting: ["rewrite"],
};

/**
 * Sorts the fields that are written. In a custom task the last field answers the others, or the
 * label does where there are labels.
 */
export function taskSides(task: Task): TaskSides {
  const { kind, writtenFields } = task;
  const own =
    kind.name === "custom" ? writtenFields : writtenFields.filter((name) => name in kind.fields);
  const answers =
    ANSWERED[kind.name] ??
    (task.labels.length > 0 || kind.labels === "required" ? [LABEL_KEY] : own.slice(-1));
  return {
    asked: own.filter((name) => !answers.includes(name)),
    answered: answers.filter((name) => name === LABEL_KEY || own.includes(name)),
    added: writtenFields.filter((name) => !own.includes(name)),
  };
}
