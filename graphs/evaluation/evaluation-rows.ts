import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { RUN_FILES } from "../../memory/run-files.js";
import { mayBeRun } from "../../memory/run-mark.js";
import { RunFolder } from "../../memory/run-folder.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import {
  taskSpecSchema,
  type TaskSpec,
  type TaskSpecInput,
} from "../../schema/task-file/task-spec.js";
import type { Row } from "../../schema/sample.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { EvaluatedRow, PlannedCell } from "../../tools/evaluation/contract.js";
import { inlineVerdicts } from "../../tools/judging/inline-verdicts.js";
import { eachTaskRow, readTaskRows, type RowsRead } from "../../tools/rows/read-task-rows.js";
import { rowsThatFit, unlimited } from "../commands/curating/rows-that-fit.js";
import { problemLines } from "../commands/data-file.js";
import type { PluginReference } from "../plugins/load-plugins.js";
import { readTaskFile, readTaskObject } from "../run/read-task.js";
import { readRunConfig } from "../runtime/run-config.js";
import { LargeSet } from "./large-set.js";
import { inferSets, type NamedColumns, type RowsFrom } from "./evaluation-sources.js";

/** The sets of rows of an evaluation, and how they are read. */
export interface EvaluationSets {
  readonly data: RowsFrom;
  readonly reference?: RowsFrom;
  readonly test?: RowsFrom;
  readonly task?: string | TaskSpecInput;
  readonly columns?: NamedColumns;
  readonly header?: boolean;
  readonly plugins?: readonly PluginReference[];
  /** Rows of the dataset that are measured, drawn at random. Default: all, or what fits. */
  readonly rowsAtOnce?: number;
  /** Whether a dataset that does not fit may be drawn from. Default: false, it is refused. */
  readonly maySample?: boolean;
}

/** One set that was read. */
export interface ReadSet {
  readonly rows: readonly EvaluatedRow[];
  /** Rows of the file that could be used, and that could not. */
  readonly used: number;
  /** Where `rows` are drawn at random because they do not fit: all of them; to be closed. */
  readonly whole: LargeSet | null;
  readonly unusable: number;
  readonly encoding: string | null;
  /** What could not be used, in words, the first of it. */
  readonly problems: readonly string[];
}

/** What is evaluated, read. */
export interface ReadSets {
  readonly task: Task;
  readonly data: ReadSet;
  readonly reference: ReadSet | null;
  readonly test: ReadSet | null;
  /** Cells of the run whose dataset it is; null for any other file. */
  readonly cells: readonly PlannedCell[] | null;
}

/** Columns that are read beside the fields. */
const BESIDE = ["weight", "conditions"];
const MOST_PROBLEMS = 20;

/**
 * Reads the dataset, the reference and the test rows as rows of one task: of the task that is named,
 * of the run whose folder DATA is, else of one that is guessed from their columns.
 *
 * @throws DATA_*, SPEC_*
 */
export async function readEvaluationSets(given: EvaluationSets): Promise<ReadSets> {
  const run = await runOf(given.data);
  const sets = {
    ...given,
    data: run?.data ?? given.data,
    ...(run === null || given.task !== undefined ? {} : { spec: run.spec }),
  };
  const wanted = [sets.data, sets.reference, sets.test].filter((set) => set !== undefined);
  const { spec, sources } = await specOf(sets, wanted);
  // A set without labels can be measured all the same; what needs them says so.
  const resolved = resolveTask(spec, []);
  const task: Task = { ...resolved, kind: { ...resolved.kind, labels: "optional" } };
  const found: ReadSet[] = [];
  for (const [at, source] of sources.entries())
    found.push(
      await (at === 0 && given.maySample === true
        ? readData(source, task, given.rowsAtOnce)
        : readSet(source, task)),
    );
  const [data, ...others] = found;
  const reference = sets.reference === undefined ? null : others.shift()!;
  const test = sets.test === undefined ? null : others.shift()!;
  return {
    task: resolved,
    data: data!,
    reference,
    test,
    cells: run?.cells ?? null,
  };
}

async function specOf(
  sets: EvaluationSets & { readonly spec?: TaskSpec },
  wanted: readonly RowsFrom[],
): Promise<{ readonly spec: TaskSpec; readonly sources: readonly DataSource[] }> {
  const { columns, header, task, plugins = [] } = sets;
  if (task === undefined && sets.spec === undefined) {
    const inferred = await inferSets(wanted, { columns, header });
    return { spec: taskSpecSchema.parse(inferred.task), sources: inferred.sources };
  }
  const spec = sets.spec ?? (await readOwnTask(task!, plugins));
  return {
    spec,
    sources: wanted.map((set) => ({
      ...(typeof set === "string" ? { path: set } : { rows: set.map((row) => ({ ...row })) }),
      columns: columns === undefined ? undefined : { ...columns },
      header,
    })),
  };
}

async function readOwnTask(
  task: string | TaskSpecInput,
  plugins: readonly PluginReference[],
): Promise<TaskSpec> {
  if (typeof task === "string") {
    const { spec, folder } = await readTaskFile(task, [], plugins);
    return inlineVerdicts(spec, folder);
  }
  const folder = process.cwd();
  return inlineVerdicts((await readTaskObject(task, folder, plugins)).spec, folder);
}

/** The dataset; one that does not fit the memory is on disk, and some of it is drawn. */
async function readData(
  source: DataSource,
  task: Task,
  rowsAtOnce: number | undefined,
): Promise<ReadSet> {
  if (rowsAtOnce !== undefined) return readLarge(source, task, rowsAtOnce);
  try {
    return await readSet(source, task);
  } catch (error) {
    const fit = rowsThatFit(error, source.path);
    if (fit === null) throw error;
    return readLarge(source, task, fit);
  }
}

async function readLarge(source: DataSource, task: Task, sampled: number): Promise<ReadSet> {
  const whole = new LargeSet(sampled);
  try {
    const request = { source: unlimited(source), task, folder: ".", set: "support" } as const;
    let unweighted = 0;
    const read = await eachTaskRow({ ...request, beside: BESIDE }, (row, cells) => {
      const { weight, conditions } = besideOf(Object.fromEntries(cells));
      if (weight === null) unweighted++;
      whole.add(evaluatedRow(row, weight ?? 1, conditions));
    });
    await whole.count();
    return { ...setOf(read, unweighted), rows: whole.sample(), used: whole.rows, whole };
  } catch (error) {
    whole.close();
    throw error;
  }
}

async function readSet(source: DataSource, task: Task): Promise<ReadSet> {
  const read = await readTaskRows({ source, task, folder: ".", set: "support", beside: BESIDE });
  let unweighted = 0;
  const rows = read.rows.map((row): EvaluatedRow => {
    const { weight, conditions } = besideOf(read.beside.get(row.id));
    if (weight === null) unweighted++;
    return evaluatedRow(row, weight ?? 1, conditions);
  });
  return { ...setOf(read, unweighted), rows, used: rows.length, whole: null };
}

function evaluatedRow(
  { id, text, fields, label, line }: Row,
  weight: number,
  conditions: EvaluatedRow["conditions"],
): EvaluatedRow {
  return { id, text, fields, label, line, weight, conditions };
}

function setOf(
  read: RowsRead,
  unweighted: number,
): Pick<ReadSet, "unusable" | "encoding" | "problems"> {
  return {
    unusable: read.problemCount,
    encoding: read.encoding,
    problems: [
      ...problemLines(read).slice(0, MOST_PROBLEMS),
      ...(unweighted === 0
        ? []
        : [`${unweighted} rows have a weight that is no number of at least 0; they count as 1`]),
    ],
  };
}

/** The weight of a row, null where it is none, and its conditions by name. */
function besideOf(cells: Readonly<Record<string, unknown>> = {}): {
  readonly weight: number | null;
  readonly conditions: Readonly<Record<string, string>>;
} {
  const { weight, conditions } = cells;
  const number = weight === undefined ? 1 : Number(weight);
  const named =
    typeof conditions === "object" && conditions !== null && !Array.isArray(conditions)
      ? Object.entries(conditions).filter((entry): entry is [string, string] =>
          ["string", "number", "boolean"].includes(typeof entry[1]),
        )
      : [];
  return {
    weight: Number.isFinite(number) && number >= 0 ? number : null,
    conditions: Object.fromEntries(named.map(([name, value]) => [name, String(value)])),
  };
}

/** The dataset, the task and the plan of a run whose folder is given in place of a file. */
async function runOf(data: RowsFrom): Promise<{
  readonly data: string;
  readonly spec: TaskSpec;
  readonly cells: PlannedCell[] | null;
} | null> {
  if (typeof data !== "string") return null;
  const folder = resolve(data);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return null;
  const file = join(folder, RUN_FILES.dataset);
  if (!mayBeRun(folder) || !existsSync(file))
    throw new DatawrightError({
      code: "DATA_NOT_FOUND",
      message: `${data} is a folder without the dataset of a run`,
      hint: "give a data file, or the folder of a finished run",
      details: { file: data },
    });
  return {
    data: file,
    spec: (await readRunConfig(new RunFolder(folder))).spec,
    cells: cellsOf(folder),
  };
}

function cellsOf(folder: string): PlannedCell[] | null {
  const file = join(folder, RUN_FILES.reportJson);
  if (!existsSync(file)) return null;
  let report: unknown;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
  const cells = (report as { readonly coverage?: unknown } | null)?.coverage;
  return !Array.isArray(cells)
    ? null
    : (cells as Partial<PlannedCell>[]).flatMap((cell) =>
        typeof cell?.quota === "number" && typeof cell.accepted === "number"
          ? [{ quota: cell.quota, accepted: cell.accepted }]
          : [],
      );
}
