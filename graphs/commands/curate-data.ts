import { shown } from "../../base/settings/check-options.js";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import { DatawrightError } from "../../base/errors.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { CuratedRow, CurationResult } from "../../tools/curation/contract.js";
import { curateRows } from "../../tools/curation/curate-rows.js";
import { DEFAULT_CURATION } from "../../tools/curation/default-curation.js";
import { loadSteps, type StepsSpec } from "../../tools/curation/load-steps.js";
import { findLeakage } from "../../tools/dedup/find-leakage.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import { inferTaskFromCsv } from "../../tools/task-file/infer-task.js";
import { readTaskRows } from "../../tools/rows/read-task-rows.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import { checkPlugins } from "../plugins/check-plugins.js";
import { slotsWith, type Slots } from "../plugins/launch-slots.js";
import { loadPlugins } from "../plugins/load-plugins.js";
import { readTaskFile, readTaskObject } from "../run/read-task.js";
import { withCommandModels } from "./command-models.js";
import {
  curationContext,
  curationRow,
  curationRows,
  outputFolder,
  problemLines,
  rowsHash,
  type DataFileOptions,
} from "./data-file.js";
import type { CurationSlots } from "../../tools/curation/curation-slots.js";

/** How a file is curated, and where to. */
export interface CurateOptions extends StepsSpec, DataFileOptions {
  /** Task whose labels and fields the rows have; guessed from the file where absent. */
  readonly task?: string | TaskSpecInput;
  /** File of real rows with trusted labels, of the same task. */
  readonly support?: string;
  /** File of test rows: leakage into it is looked for and reported. */
  readonly test?: string;
  /** Where steps are looked up by name. Default: what is built in. */
  readonly slots?: Omit<CurationSlots, "allocators">;
}

/** What a curation did. */
export interface CurateReport extends Omit<CurationResult, "rows"> {
  /** The file. */
  readonly data: string;
  /** Rows of the file that could be used. */
  readonly rows: number;
  /** Rows that could not be used. */
  readonly unusable: number;
  /** What each step did. */
  readonly steps: CurationResult["steps"];
  /** Rows that stand in the test file too; null without one. */
  readonly leakage: {
    /** Rows that equal a test row. */
    readonly exact: number;
    /** Rows that hold most of the wording of a test row. */
    readonly containment: number;
    /** Rows that nearly equal one. */
    readonly near: number;
    /** Rows of the test file. */
    readonly testRows: number;
  } | null;
  /** Encoding of a text file that is not UTF-8, as it was named or recognised; else null. */
  readonly encoding: string | null;
  /** What could not be used, in words. */
  readonly problems: readonly string[];
  /** Questions that the language model answered, and those that the cache answered. */
  readonly modelCalls: number;
  /** Questions that the cache answered. */
  readonly cachedCalls: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
  /** Folder that was written to; null where nothing was. */
  readonly folder: string | null;
}

/** What a data file's rows are read as: the task's fields and labels. */
async function taskOf(
  data: string,
  options: Pick<CurateOptions, "task" | "columns" | "header" | "plugins">,
): Promise<{ spec: TaskSpec; source: DataSource; slots: Slots }> {
  const { plugins = [] } = options;
  if (options.task === undefined) {
    const inferred = await inferTaskFromCsv(data, { folder: dirname(resolve(data)) });
    const spec = checkTaskSpec(inferred);
    const loaded = await loadPlugins(plugins, process.cwd());
    await checkPlugins(loaded, spec);
    return {
      spec,
      slots: slotsWith(loaded),
      source: {
        ...spec.support!,
        ...(options.columns ? { columns: options.columns } : {}),
        ...(options.header === undefined ? {} : { header: options.header }),
      },
    };
  }
  const { spec, slots } =
    typeof options.task === "string"
      ? await readTaskFile(options.task, [], plugins)
      : await readTaskObject(options.task, process.cwd(), plugins);
  return {
    spec,
    slots,
    source: {
      path: basename(data),
      columns: options.columns,
      header: options.header,
    },
  };
}

/**
 * Curates a file of rows: filters, mends labels and weighs, by the default curation or by the steps
 * that are named.
 *
 * Writes `curated.jsonl` (what stays, with label and weight), `removed.jsonl` (with reasons),
 * `people.jsonl` (what somebody must
 * decide) and `report.json` into the folder; every row of the file is in exactly one of the three.
 *
 * A model is asked as a run asks: what it answered is kept, and the same call after a kill or a
 * failure goes on from there.
 *
 * @throws DATA_*, SPEC_*, MODEL_*, NO_PRICE, BUDGET_EXHAUSTED; TRAINING_DATA where a step cannot work
 *         on these rows
 */
export async function curateData(data: string, options: CurateOptions = {}): Promise<CurateReport> {
  if (typeof data !== "string")
    throw new DatawrightError({
      code: "SHAPE",
      message: `curateData: the data is ${shown(data)}; it must be the path of a file`,
    });
  const { spec, source, slots } = await taskOf(data, options);
  const task = resolveTask(spec, []);
  const folder = dirname(resolve(data));
  const read = await readTaskRows({ source, task, folder, set: "support" });
  const rows = read.rows.map((row) => curationRow(row, task));
  const support =
    options.support === undefined
      ? []
      : await curationRows({ path: resolve(options.support) }, task, folder);
  const named =
    options.filters !== undefined ||
    options.relabel !== undefined ||
    options.reweight !== undefined;
  const chosen: StepsSpec = { ...(named ? options : DEFAULT_CURATION), force: options.force };
  const steps = await loadSteps(chosen, options.slots ?? slots);
  const out = options.out === null ? null : outputFolder(data, "curated", options.out);
  const { result, spent } = await withCommandModels(
    {
      spec,
      role: "curator",
      asks: options.model !== undefined || spec.models.curator !== undefined,
      seed: options.seed ?? spec.seed,
      out,
      work: [
        "curate",
        rowsHash(rows),
        rowsHash(support),
        { ...spec, budget: {} },
        [chosen.filters, chosen.relabel, chosen.reweight, ...(chosen.force ? ["force"] : [])],
        options.seed ?? null,
      ],
    },
    options,
    async (models) => ({
      result: await curateRows(rows, steps, curationContext(task, models, { ...options, support })),
      spent: models.ledger.spent(),
    }),
  );
  const leakage =
    options.test === undefined
      ? null
      : await leakageInto(
          options.test,
          result.rows.filter((row) => row.status === "kept").map((row) => row.text),
          task,
          folder,
        );
  const report: CurateReport = {
    data: resolve(data),
    rows: read.total,
    unusable: read.problemCount,
    kept: result.kept,
    removed: result.removed,
    toPeople: result.toPeople,
    relabelled: result.relabelled,
    steps: result.steps,
    leakage,
    encoding: read.encoding,
    problems: problemLines(read),
    modelCalls: spent.calls,
    cachedCalls: spent.cachedCalls,
    costUsd: spent.usd,
    folder: out,
  };
  if (out !== null) await writeCuration(out, result.rows, report);
  return report;
}

async function leakageInto(
  test: string,
  kept: readonly string[],
  task: Task,
  folder: string,
): Promise<CurateReport["leakage"]> {
  const rows = await curationRows({ path: resolve(test) }, task, folder);
  if (rows.length === 0)
    throw new DatawrightError({ code: "DATA_EMPTY", message: `${test} holds no usable row` });
  const found = findLeakage(
    kept,
    rows.map((row) => row.text),
    { notation: taskNotation(task.spec) ?? "operators" },
  );
  return {
    exact: found.exact.length,
    containment: found.containment.length,
    near: found.near.length,
    testRows: rows.length,
  };
}

/** The line of a curated row: its fields, label and weight, then what happened to it. */
function line(item: CuratedRow): Record<string, unknown> {
  return {
    id: item.row.id,
    ...item.row.fields,
    label: item.label,
    weight: item.weight,
    line: item.row.line,
    ...(item.reason === null ? {} : { reason: item.reason, note: item.note, step: item.step }),
    ...(item.mended === "kept" ? {} : { labelDecision: item.mended }),
    curationScores: item.scores,
  };
}

async function writeCuration(
  out: string,
  rows: readonly CuratedRow[],
  report: CurateReport,
): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const [name, status] of [
    ["curated", "kept"],
    ["removed", "removed"],
    ["people", "people"],
  ] as const) {
    await writeFileAtomic(
      join(out, `${name}.jsonl`),
      lines(rows.filter((row) => row.status === status)),
    );
  }
  await writeFileAtomic(join(out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
}

function* lines(rows: readonly CuratedRow[]): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(line(row))}\n`;
}
