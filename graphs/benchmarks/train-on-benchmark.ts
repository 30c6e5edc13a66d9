import { basename, dirname, resolve } from "node:path";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import { exactForm } from "../../base/text/exact-form.js";
import { stopIfAborted } from "../../base/workers/stop-if-aborted.js";
import { labelKey, type LabelValue } from "../../schema/label.js";
import { resolveTask, textOf } from "../../schema/task.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { AnsweredRow, BenchmarkRow } from "../../tools/benchmarks/contract.js";
import {
  benchmarkFigures,
  pairedDifference,
  type AnswerRuns,
} from "../../tools/benchmarks/figures.js";
import type { LoadedBenchmark } from "../../tools/benchmarks/load-benchmark.js";
import { scoresByLabel } from "../../tools/benchmarks/metrics/label-scores.js";
import type { PlainInput } from "../../tools/learning/contract.js";
import { trainTextClassifierInWorker } from "../../tools/learning/learning-in-worker.js";
import { readTaskRows } from "../../tools/rows/read-task-rows.js";
import { textPair } from "../../tools/rows/text-pair.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import type { BenchmarkReport, BenchmarkResult } from "./benchmark-report.js";

/** A row that a small model learns from. */
export interface BenchmarkTrainingRow {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly label: LabelValue;
}

/** What a training on a benchmark is told. */
export interface TrainOptions {
  /** A file of rows, or the rows themselves. */
  readonly train: string | readonly BenchmarkTrainingRow[];
  /** Columns of the file, where they are not named like the benchmark's fields. */
  readonly columns?: DataSource["columns"];
  readonly header?: boolean;
  readonly seeds: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: string, share: number) => void;
}

type Trained = Pick<BenchmarkReport, "results" | "difference" | "leaked" | "notes">;

/** Texts of one call to a classifier, between which the event loop gets its turn. */
const SLICE = 64;
/** Rows from which a feature must stand in two of them. */
const LARGE = 5000;

/**
 * Trains the in-process small model on rows and tests it on a benchmark, beside equally many of its
 * real training rows and the most frequent label.
 *
 * Rows that equal a test row are left out and counted. Where a set is larger than the other, each
 * seed draws its own rows of it.
 *
 * @throws USAGE for a benchmark without labels; DATA_* where the rows do not fit the benchmark;
 *         TRAINING_DATA where nothing can be learnt from them
 */
export async function trainOnBenchmark(
  loaded: LoadedBenchmark,
  test: readonly BenchmarkRow[],
  options: TrainOptions,
): Promise<Trained> {
  const { benchmark, parts, labels } = loaded;
  if (labels.length === 0)
    throw new DatawrightError({
      code: "USAGE",
      message: `--train: ${loaded.name} has no labels, and the in-process small model only labels texts`,
      hint: "Train a model of your own on the dataset, serve it, and name it by --model.",
    });
  const given = await trainingRows(loaded, options);
  const tested = new Set(test.map((row) => exactForm(row.text)));
  const rows = given.filter(({ fields }) => !tested.has(formOf(fields, benchmark.textFields)));
  if (rows.length === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message:
        given.length === 0
          ? "there is no row to train on"
          : `each of the ${given.length} rows to train on equals a test row of ${loaded.name}`,
    });
  const real = parts.train.filter((row) => !tested.has(exactForm(row.text)));
  const equal = Math.min(rows.length, real.length);
  const notes: string[] = [];
  const wanted: { name: string; rows: readonly BenchmarkTrainingRow[]; size: number }[] = [
    { name: "synthetic", rows, size: rows.length },
    ...(equal > 0 && equal < rows.length ? [{ name: "synthetic-equal", rows, size: equal }] : []),
    ...(equal > 0 ? [{ name: "real", rows: real, size: equal }] : []),
  ];
  if (equal === 0) notes.push("the files have no training rows to compare with");
  const runs = new Map<string, AnswerRuns>();
  const total = wanted.length * options.seeds;
  for (const [at, { name, rows: from, size }] of wanted.entries()) {
    const done: AnsweredRow[][] = [];
    try {
      for (let nth = 0; nth < options.seeds; nth++) {
        stopIfAborted(options.signal, "the training was interrupted");
        options.onProgress?.(`train: ${name}`, (at * options.seeds + nth) / total);
        const seed = options.seed + nth;
        const drawn =
          size === from.length ? from : new Random(seed).derive("draw", name).sample(from, size);
        done.push(await answersOf(loaded, { rows: drawn, test, seed, signal: options.signal }));
      }
      runs.set(name, done);
    } catch (error) {
      if (name === "synthetic" || !isDatawrightError(error) || error.code !== "TRAINING_DATA")
        throw error;
      notes.push(`${name}: ${error.message}`);
    }
  }
  const form = benchmark.answers;
  const results = wanted.flatMap(({ name, size }): BenchmarkResult[] => {
    const own = runs.get(name);
    if (own === undefined) return [];
    return [
      {
        name,
        model: null,
        trainRows: size,
        seeds: options.seeds,
        unread: 0,
        figures: benchmarkFigures(form, own, options.seed),
        byLabel: scoresByLabel(own),
      },
    ];
  });
  const pair = [runs.get("synthetic-equal") ?? runs.get("synthetic"), runs.get("real")] as const;
  return {
    results: [...results, mostFrequent(loaded, test, options.seed)],
    difference:
      pair[0] === undefined || pair[1] === undefined
        ? null
        : pairedDifference(form, [pair[0], pair[1]], options.seed),
    leaked: given.length - rows.length,
    notes,
  };
}

/** The rows to train on, read as the benchmark's own: its fields, its labels. */
async function trainingRows(
  { name, benchmark, labels }: LoadedBenchmark,
  { train, columns, header }: TrainOptions,
): Promise<readonly BenchmarkTrainingRow[]> {
  const rows =
    typeof train === "string"
      ? await rowsOfFile(train)
      : train.map(({ fields, label }) => ({ fields, label }));
  const known = new Set(labels.map((label) => label.name));
  rows.forEach(({ label }, index) => {
    const strange = ([] as string[]).concat(label ?? []).find((said) => !known.has(said));
    if (strange !== undefined)
      throw new DatawrightError({
        code: "DATA_LABEL",
        message: `row ${index + 1} to train on: ${JSON.stringify(strange)} is no label of ${name}`,
        details: { row: index + 1, label: strange },
      });
  });
  return rows.filter(
    ({ fields, label }) =>
      (label !== null || benchmark.multiLabel === true) &&
      textOf(fields, benchmark.textFields).trim() !== "",
  );

  async function rowsOfFile(path: string): Promise<BenchmarkTrainingRow[]> {
    const task: TaskSpecInput = {
      name,
      kind: benchmark.kind,
      description: benchmark.description,
      labels: labels.map((label) => ({ ...label })),
      multiLabel: benchmark.multiLabel ?? false,
      target: 1,
    };
    const read = await readTaskRows({
      source: { path: basename(path), columns, header },
      task: resolveTask(checkTaskSpec(task), []),
      folder: dirname(resolve(path)),
      set: "support",
    });
    return read.rows;
  }
}

/** What a small model, trained on the rows, says of each test row. */
async function answersOf(
  { benchmark, labels }: LoadedBenchmark,
  work: {
    readonly rows: readonly BenchmarkTrainingRow[];
    readonly test: readonly BenchmarkRow[];
    readonly seed: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<AnsweredRow[]> {
  const { textFields, multiLabel = false } = benchmark;
  const input = (fields: Readonly<Record<string, unknown>>): PlainInput =>
    textPair(fields, textFields) ?? textOf(fields, textFields);
  const classifier = await trainTextClassifierInWorker(
    {
      texts: work.rows.map(({ fields }) => input(fields)),
      labels: work.rows.map(({ label }) =>
        multiLabel ? ([] as string[]).concat(label ?? []) : labelKey(label),
      ),
      classes: labels.map(({ name }) => name),
      seed: work.seed,
      calibration: multiLabel ? undefined : "none",
      features: work.rows.length > LARGE ? { minDocumentFrequency: 2 } : undefined,
    },
    { signal: work.signal },
  );
  const answered: AnsweredRow[] = [];
  for (let start = 0; start < work.test.length; start += SLICE) {
    const slice = work.test.slice(start, start + SLICE);
    classifier.predict(slice.map(({ fields }) => input(fields))).forEach((said, index) => {
      const answer = multiLabel ? [...(said.labels ?? [])] : said.label;
      answered.push({ row: slice[index]!, answer });
    });
    await new Promise<void>((turn) => {
      setImmediate(turn);
    });
  }
  return answered;
}

/** What always giving the most frequent label of the test rows scores. */
function mostFrequent(
  { benchmark }: LoadedBenchmark,
  test: readonly BenchmarkRow[],
  seed: number,
): BenchmarkResult {
  const counts = new Map<string, { readonly label: LabelValue; count: number }>();
  for (const { label } of test) {
    const known = counts.get(labelKey(label)) ?? { label, count: 0 };
    known.count++;
    counts.set(labelKey(label), known);
  }
  const most = [...counts.values()].reduce((a, b) => (b.count > a.count ? b : a));
  const answered = test.map((row) => ({ row, answer: most.label }));
  return {
    name: "most-frequent",
    model: null,
    trainRows: null,
    seeds: null,
    unread: 0,
    figures: benchmarkFigures(benchmark.answers, [answered], seed),
    byLabel: scoresByLabel([answered]),
  };
}

const formOf = (fields: Readonly<Record<string, unknown>>, names: readonly string[]): string =>
  exactForm(textOf(fields, names));
