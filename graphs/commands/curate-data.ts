import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import { DatawrightError } from "../../base/errors.js";
import type { Row } from "../../schema/sample.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type {
  CuratedRow,
  CurationContext,
  CurationResult,
  CurationRow,
} from "../../tools/curation/contract.js";
import { curateRows } from "../../tools/curation/curate-rows.js";
import { DEFAULT_CURATION } from "../../tools/curation/default-curation.js";
import { loadSteps, type StepsSpec } from "../../tools/curation/load-steps.js";
import { findLeakage } from "../../tools/dedup/find-leakage.js";
import { inferTaskFromCsv } from "../../tools/task-file/infer-task.js";
import { readTaskRows, type TaskRows } from "../../tools/rows/read-task-rows.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import { checkTask, readTaskFile } from "../recipes/read-task.js";
import { SharedEmbeddings } from "../../tools/embeddings/shared-embeddings.js";
import type { RoleModel } from "../../tools/models/contract.js";
import { createRoleModel } from "../../tools/models/providers/role-model.js";
import { resolveEmbeddings, resolveModel } from "../../tools/models/providers/resolve-model.js";
import { Random } from "../../base/statistics/random.js";
import type { LaunchOptions } from "../runtime/run-options.js";

export interface CurateOptions
  extends StepsSpec, Pick<LaunchOptions, "model" | "baseUrl" | "embeddings"> {
  /** Task whose labels and fields the rows have; guessed from the file where absent. */
  readonly task?: string | TaskSpecInput;
  readonly columns?: DataSource["columns"];
  readonly header?: boolean;
  /** File of real rows with trusted labels, of the same task. */
  readonly support?: string;
  /** File of test rows: leakage into it is looked for and reported. */
  readonly test?: string;
  /** Folder to write to. Default: DATA's name with `-curated`, beside it. Null writes nothing. */
  readonly out?: string | null;
  readonly seed?: number;
  readonly onProgress?: (step: string, share: number) => void;
  readonly signal?: AbortSignal;
}

export interface CurateReport extends Omit<CurationResult, "rows"> {
  readonly data: string;
  readonly rows: number;
  readonly unusable: number;
  readonly steps: CurationResult["steps"];
  readonly leakage: {
    readonly exact: number;
    readonly containment: number;
    readonly near: number;
    readonly testRows: number;
  } | null;
  readonly problems: readonly string[];
  readonly folder: string | null;
}

/** What a data file's rows are read as: the task's fields and labels. */
async function taskOf(
  data: string,
  options: Pick<CurateOptions, "task" | "columns" | "header">,
): Promise<{ spec: TaskSpec; source: DataSource }> {
  if (options.task === undefined) {
    const inferred = await inferTaskFromCsv(data, { folder: dirname(resolve(data)) });
    const spec = checkTaskSpec(inferred);
    return {
      spec,
      source: {
        ...spec.support!,
        ...(options.columns ? { columns: options.columns } : {}),
        ...(options.header === undefined ? {} : { header: options.header }),
      },
    };
  }
  const spec =
    typeof options.task === "string"
      ? (await readTaskFile(options.task)).spec
      : await checkTask(options.task);
  return {
    spec,
    source: {
      path: basename(data),
      columns: options.columns,
      header: options.header,
    },
  };
}

export function curationRow(row: Row, task: Pick<Task, "textFields">): CurationRow {
  const [first, second] = task.textFields;
  const pair =
    task.textFields.length === 2
      ? ([String(row.fields[first!] ?? ""), String(row.fields[second!] ?? "")] as const)
      : undefined;
  const scores = Object.fromEntries(
    Object.entries((row.fields["scores"] as Record<string, unknown> | undefined) ?? {}).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number",
    ),
  );
  return {
    id: row.id,
    text: row.text,
    fields: row.fields,
    label: row.label,
    weight: 1,
    scores,
    line: row.line,
    pair,
  };
}

/** Models and helpers that curation strategies use, outside a run. */
export async function curationContext(
  task: Task,
  support: readonly CurationRow[],
  options: Pick<
    CurateOptions,
    "model" | "baseUrl" | "embeddings" | "seed" | "onProgress" | "signal"
  >,
): Promise<CurationContext> {
  const embeddings = new SharedEmbeddings(
    await resolveEmbeddings(
      options.embeddings ?? task.spec.models.embeddings ?? "embedded",
      options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl },
    ),
    options.signal ? { signal: options.signal } : {},
  );
  let model: RoleModel | undefined;
  if (options.model !== undefined) {
    const chat = await resolveModel(
      options.model,
      options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl },
    );
    model = createRoleModel({
      model: chat,
      agent: "curator",
      signal: options.signal,
    });
  }
  const seed = options.seed ?? task.spec.seed;
  return {
    labels: task.labels.map((label) => label.name),
    multiLabel: task.spec.multiLabel,
    support,
    random: new Random(seed).derive("curation"),
    seed,
    language: task.spec.language,
    embed: (texts) => embeddings.embed(texts),
    model,
    signal: options.signal,
    progress: (step, share) => options.onProgress?.(step, share),
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
 * @throws DATA_*, SPEC_*, MODEL_UNKNOWN, TRAINING_DATA where a step cannot work on these rows
 */
export async function curateData(data: string, options: CurateOptions = {}): Promise<CurateReport> {
  const { spec, source } = await taskOf(data, options);
  const task = resolveTask(spec, []);
  const folder = dirname(resolve(data));
  const read = await readTaskRows({ source, task, folder, set: "support" });
  const rows = read.rows.map((row) => curationRow(row, task));
  const support =
    options.support === undefined
      ? []
      : (
          await readTaskRows({
            source: { path: resolve(options.support) },
            task,
            folder,
            set: "support",
          })
        ).rows.map((row) => curationRow(row, task));
  const named =
    options.filters !== undefined ||
    options.relabel !== undefined ||
    options.reweight !== undefined;
  const steps = await loadSteps(named ? options : DEFAULT_CURATION);
  const result = await curateRows(rows, steps, await curationContext(task, support, options));
  const leakage =
    options.test === undefined
      ? null
      : await leakageInto(
          options.test,
          result.rows.filter((row) => row.status === "kept").map((row) => row.text),
          task,
          folder,
        );
  const out =
    options.out === null
      ? null
      : resolve(
          options.out ??
            join(
              folder,
              `${basename(data)
                .replace(/\.gz$/iu, "")
                .replace(/\.[^.]+$/u, "")}-curated`,
            ),
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
    problems: problemLines(read),
    folder: out,
  };
  if (out !== null) await writeCuration(out, result.rows, report);
  return report;
}

function problemLines(read: Pick<TaskRows, "problems" | "problemCount">): string[] {
  return read.problems.map((problem) => `line ${problem.line}: ${problem.message}`);
}

async function leakageInto(
  test: string,
  kept: readonly string[],
  task: Task,
  folder: string,
): Promise<CurateReport["leakage"]> {
  const rows = (
    await readTaskRows({ source: { path: resolve(test) }, task, folder, set: "support" })
  ).rows;
  if (rows.length === 0)
    throw new DatawrightError({ code: "DATA_EMPTY", message: `${test} holds no usable row` });
  const found = findLeakage(
    kept,
    rows.map((row) => row.text),
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
