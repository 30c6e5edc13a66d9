import { readFileSync } from "node:fs";
import type { Row } from "../../schema/sample.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { EvaluatedRow } from "../../tools/evaluation/contract.js";
import { splitSupport } from "../../tools/rows/split-support.js";
import type { TuningSet } from "../../tools/tuning/contract.js";
import { DatawrightError } from "../../base/errors.js";
import { readEvaluationSets } from "../evaluation/evaluation-rows.js";
import type { NamedColumns, RowsFrom } from "../evaluation/evaluation-sources.js";
import type { PluginReference } from "../plugins/load-plugins.js";
import { readRunData } from "../run/run-data.js";
import { readTaskFile } from "../run/read-task.js";

/** Where the rows of a tuning come from. */
export interface TuningSources {
  /** A task file, whose support rows are learnt from; a data file, rows, or the folder of a run. */
  readonly data: RowsFrom;
  /** Task of the rows of a data file. Default: guessed from its columns. */
  readonly task?: string | TaskSpecInput;
  /** Rows to choose by, or the share of the rows that is kept apart for it. Default: 0.2. */
  readonly validation?: RowsFrom | number;
  /** Field or `label` -> column. */
  readonly columns?: NamedColumns;
  /** Whether tables begin with the names of their columns. Default: looked for. */
  readonly header?: boolean;
  /** Plug-ins of the task. */
  readonly plugins?: readonly PluginReference[];
}

/** The rows of a tuning, read and split. */
export interface TuningRows extends TuningSet {
  /** Rows without a label, and rows for choosing that equal one to learn from. */
  readonly leftOut: number;
  /** Rows of the files that could not be used. */
  readonly unusable: number;
  /** The task file that was given in place of data; null for data. */
  readonly taskFile: string | null;
}

const USUAL_SHARE = 0.2;

/** Whether a path is a task file: YAML, or JSON with the keys of one. */
function isTaskFile(path: string): boolean {
  if (/\.ya?ml$/iu.test(path)) return true;
  if (!/\.json$/iu.test(path)) return false;
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null && "kind" in value && "description" in value;
  } catch {
    return false;
  }
}

/** Reads the rows of a tuning; those to choose by are drawn by the seed, each label among them. */
export async function readTuningRows(
  sources: TuningSources,
  seed: number | undefined,
): Promise<TuningRows & { readonly seed: number }> {
  const { data, validation } = sources;
  const found =
    typeof data === "string" && isTaskFile(data)
      ? await ofTask(data, sources)
      : await ofData(sources);
  const chosen = seed ?? found.task.spec.seed;
  const isLabelled = found.task.labels.length > 0 && !found.task.spec.multiLabel;
  const usable = (rows: readonly Row[]): Row[] =>
    isLabelled ? rows.filter(({ label }) => label !== null) : [...rows];
  const [rows, given] = [usable(found.rows), usable(found.validation)];
  const unlabelled = found.rows.length + found.validation.length - rows.length - given.length;
  const share = typeof validation === "number" ? validation : USUAL_SHARE;
  const split =
    given.length > 0 || share === 0
      ? { support: rows, heldOut: given, removedFromHeldOut: 0 }
      : splitSupport(rows, { heldOut: share }, `${chosen} tuning`);
  if (split.support.length === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `there is no row to learn from${unlabelled > 0 ? `: ${unlabelled} rows have no label` : ""}`,
      hint:
        found.taskFile === null
          ? "Give a file of labelled rows, or the folder of a finished run."
          : "Give the task `support:` rows, or name a data file in its place.",
    });
  return {
    task: found.task,
    train: split.support,
    validation: split.heldOut,
    leftOut: unlabelled + split.removedFromHeldOut,
    unusable: found.unusable,
    taskFile: found.taskFile,
    seed: chosen,
  };
}

interface Found {
  readonly task: Task;
  readonly rows: readonly Row[];
  readonly validation: readonly Row[];
  readonly unusable: number;
  readonly taskFile: string | null;
}

async function ofTask(path: string, { task, validation, plugins }: TuningSources): Promise<Found> {
  if (task !== undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: `${path} is a task itself, and another task is named beside it`,
      hint: "Name a data file in its place, or leave --spec out.",
    });
  const { spec, folder } = await readTaskFile(path, [], plugins);
  const read = await readRunData(spec, folder);
  const resolved = resolveTask(spec, read.support);
  const given =
    validation === undefined || typeof validation === "number"
      ? null
      : await readEvaluationSets({ data: validation, task: path, plugins });
  return {
    task: resolved,
    rows: read.support,
    validation: given === null ? read.validation : given.data.rows.map(rowOf),
    unusable: read.problems.length,
    taskFile: path,
  };
}

async function ofData(sources: TuningSources): Promise<Found> {
  const { validation, ...rest } = sources;
  const named = typeof validation === "number" ? undefined : validation;
  const sets = await readEvaluationSets({ ...rest, reference: named });
  return {
    task: sets.task,
    rows: sets.data.rows.map(rowOf),
    validation: sets.reference?.rows.map(rowOf) ?? [],
    unusable: sets.data.unusable + (sets.reference?.unusable ?? 0),
    taskFile: null,
  };
}

function rowOf({ id, text, fields, label, line }: EvaluatedRow): Row {
  return { id, text, fields: { ...fields }, label, line };
}
