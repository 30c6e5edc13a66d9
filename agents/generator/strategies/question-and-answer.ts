import type { Task } from "../../../schema/task.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";

/** The fields of a sub-task as what is asked and what answers it. */
export interface QuestionAndAnswer {
  readonly question: readonly string[];
  readonly answer: readonly string[];
}

/**
 * Divides what a sub-task writes: everything up to the last text field, with the optional fields
 * right behind it, is the question (the instruction and its input, the context and its question, a
 * text alone); what follows is the answer. Labels are neither.
 */
export function questionAndAnswer(
  task: Pick<Task, "fields" | "textFields">,
  output: readonly string[],
): QuestionAndAnswer {
  const written = output.filter((name) => name !== LABEL_KEY);
  let end = written.findLastIndex((name) => task.textFields.includes(name)) + 1;
  while (end > 0 && end < written.length && task.fields[written[end]!]?.optional) end++;
  return { question: written.slice(0, end), answer: written.slice(end) };
}

/** The members of a row that have one of the names. */
export function pick(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
  );
}
