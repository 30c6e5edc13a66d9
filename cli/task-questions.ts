import { dirname } from "node:path";
import { createInterface } from "node:readline/promises";
import { DatawrightError, isDatawrightError } from "../base/errors.js";
import { taskSpecSchema, type TaskSpecInput } from "../schema/task-file/task-spec.js";
import { inferTask, taskToYaml, type InferredTask } from "../tools/task-file/infer-task.js";
import { texts } from "./language/texts.js";
import { printable } from "./print/print-table.js";

/**
 * Asks for a task on a terminal. A wrong answer is asked again; what was answered is printed where
 * the asking is broken off.
 *
 * @throws INTERRUPTED where it is broken off
 */
export async function askForTask(out: string): Promise<InferredTask> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  const left = new AbortController();
  reader.once("close", () => left.abort());
  reader.once("SIGINT", () => left.abort());
  const { questions } = texts().init;
  const known: Partial<TaskSpecInput> = {};
  /** Asks until `read` can make something of the answer; what it throws is why it cannot. */
  const ask = async <T>(text: string, read: (answer: string) => T | Promise<T>): Promise<T> => {
    for (;;) {
      const answer = (await reader.question(text, { signal: left.signal })).trim();
      try {
        return await read(answer);
      } catch (error) {
        if (!isDatawrightError(error)) throw error;
        process.stdout.write(`  ${texts().sentence(printable(error.message))}\n`);
      }
    }
  };
  try {
    known.name = await ask(questions.name, (answer) => named(answer || "my-dataset"));
    known.description = await ask(questions.description, (answer) => answer || "Short texts.");
    const labels = await ask(questions.labels, labelsIn);
    known.kind = labels.length > 0 ? "classification" : "instruction";
    if (labels.length > 0)
      known.labels = Object.fromEntries(labels.map((label) => [label, `texts about ${label}`]));
    const found = await ask(questions.file, (path) =>
      path === "" ? null : inferTask(path, { folder: dirname(out) }),
    );
    if (found) {
      known.support = found.task.support;
      known.language = found.task.language;
      if (labels.length === 0) {
        known.kind = found.task.kind;
        known.labels = found.task.labels;
        known.fields = found.task.fields;
        known.multiLabel = found.task.multiLabel;
      }
    }
    known.target = await ask(questions.target, (answer) => wholeNumber(answer || "200"));
    return { task: known as TaskSpecInput, columns: found?.columns ?? [] };
  } catch (error) {
    if (!left.signal.aborted) throw error;
    throw new DatawrightError({
      code: "INTERRUPTED",
      message: `nothing was written to ${out}; answered so far:\n${taskToYaml(known)}`,
      cause: error,
    });
  } finally {
    reader.close();
  }
}

function named(answer: string): string {
  if (taskSpecSchema.shape.name.safeParse(answer).success) return answer;
  throw wrong(
    `${JSON.stringify(answer)} cannot be a name: letters, digits, space, dot, dash or underscore`,
  );
}

function labelsIn(answer: string): string[] {
  const labels = answer
    .split(",")
    .map((label) => label.trim())
    .filter((label) => label !== "");
  const twice = labels.find((label, index) => labels.indexOf(label) < index);
  if (twice !== undefined) throw wrong(`the label ${JSON.stringify(twice)} is there twice`);
  if (labels.length === 1)
    throw wrong("one label is told from nothing: give two or more, or none at all");
  return labels;
}

function wholeNumber(answer: string): number {
  if (/^\d{1,9}$/u.test(answer) && Number(answer) >= 1) return Number(answer);
  throw wrong(`${JSON.stringify(answer)} is not a whole number of at least 1`);
}

function wrong(message: string): DatawrightError {
  return new DatawrightError({ code: "USAGE", message });
}
