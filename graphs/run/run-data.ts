import type { Row } from "../../schema/sample.js";
import { resolveTask } from "../../schema/task.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { readTaskRows, type TaskRows } from "../../tools/rows/read-task-rows.js";
import { splitSupport } from "../../tools/rows/split-support.js";
import { taskWarnings } from "../../tools/task-file/task-warnings.js";
import { splitValidation } from "../../tools/rows/split-validation.js";

/** Rows of a run as they are read once, at its start. */
export interface RunData {
  readonly support: readonly Row[];
  /** Support rows that only show what the small model gets wrong. */
  readonly validation: readonly Row[];
  readonly heldOut: readonly Row[];
  readonly inputs: readonly Row[];
  readonly removedFromHeldOut: number;
  readonly problems: readonly string[];
  /** What is seldom meant, though nothing is wrong with it. */
  readonly warnings: readonly string[];
  /** What else is worth knowing of how the files were read. */
  readonly notes: readonly string[];
}

/**
 * Reads support and inputs, splits the held-out rows off. Malformed rows are counted and named,
 * never dropped in silence.
 */
export async function readRunData(spec: TaskSpec, folder: string): Promise<RunData> {
  const problems: string[] = [];
  let given: readonly Row[] = [];
  const notes: string[] = [];
  const task = resolveTask(spec, []);
  let support: readonly Row[] = [];
  let validation: readonly Row[] = [];
  let heldOut: readonly Row[] = [];
  let removed = 0;
  if (spec.support) {
    const read = await readTaskRows({ source: spec.support, task, folder, set: "support" });
    problems.push(...problemLines("support", read));
    given = read.rows;
    notes.push(...encodingLine("support", read));
    const split = splitSupport(read.rows, spec.support, spec.seed);
    const apart = splitValidation(split.support, spec);
    ({ support, validation } = apart);
    if (apart.removed > 0)
      problems.push(
        `support: ${apart.removed} rows of the validation part equal a support row and were ` +
          "left out",
      );
    heldOut = split.heldOut;
    removed = split.removedFromHeldOut;
  }
  let inputs: readonly Row[] = [];
  if (spec.inputs) {
    const read = await readTaskRows({ source: spec.inputs, task, folder, set: "inputs" });
    problems.push(...problemLines("inputs", read));
    notes.push(...encodingLine("inputs", read));
    inputs = read.rows;
  }
  return {
    support,
    validation,
    heldOut,
    inputs,
    removedFromHeldOut: removed,
    problems,
    notes,
    warnings: taskWarnings(spec, given),
  };
}

function encodingLine(set: string, { encoding }: Pick<TaskRows, "encoding">): string[] {
  return encoding === null ? [] : [`${set}: the file is read as ${encoding}`];
}

function problemLines(set: string, read: Pick<TaskRows, "problems" | "problemCount">): string[] {
  const lines = read.problems.map((problem) => `${set}, line ${problem.line}: ${problem.message}`);
  if (read.problemCount > lines.length)
    lines.push(`${set}: ${read.problemCount - lines.length} more rows could not be used`);
  return lines;
}
