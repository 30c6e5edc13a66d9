import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { JsonValue } from "../../schema/json.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import type { AnsweredRow, BenchmarkRow } from "../../tools/benchmarks/contract.js";
import { benchmarkFigures } from "../../tools/benchmarks/figures.js";
import { loadBenchmark, type LoadedBenchmark } from "../../tools/benchmarks/load-benchmark.js";
import { readRows } from "../../tools/rows/read-rows.js";
import type { CommandModelOptions } from "../commands/command-models.js";
import { askBenchmark, judgeAnswers, type Asked } from "./ask-benchmark.js";
import type { BenchmarkReport, BenchmarkResult } from "./benchmark-report.js";
import { trainOnBenchmark, type BenchmarkTrainingRow } from "./train-on-benchmark.js";

/** What is tested on a benchmark, and how. */
export interface RunBenchmarkOptions extends CommandModelOptions {
  /** Folder of the benchmark's files as distributed, or one of them, which is the test part. */
  readonly data: string;
  /** Rows that the in-process small model is trained on: a file, or the rows themselves. */
  readonly train?: string | readonly BenchmarkTrainingRow[];
  /** Columns of that file, where they are not named like the benchmark's fields. */
  readonly columns?: DataSource["columns"];
  /** Whether its first line names the columns. Default: true. */
  readonly header?: boolean;
  /** File of answers, a row `{ id, answer }` each; ids are those of `loadBenchmark`. */
  readonly answers?: string;
  /** Model that judges answers which no rule can score. */
  readonly judge?: CommandModelOptions["model"];
  /** Test rows at most: so many are drawn by the seed. Default: all. */
  readonly limit?: number;
  /** Trainings of each set. Default: 3. */
  readonly seeds?: number;
  /** Seed of everything that is drawn. Default: 1. */
  readonly seed?: number;
  /** Folder for benchmark.json, answers.jsonl and the trace. Default: null, none. */
  readonly out?: string | null;
  /** Told how far a step is, as a share from 0 to 1. */
  readonly onProgress?: (step: string, share: number) => void;
}

/**
 * Tests on a public benchmark: a small model that is trained on a dataset (`train`), a language
 * model (`model`), or recorded answers (`answers`), each with 95 % intervals.
 *
 * @throws USAGE where nothing is named to test, or a judge is missing; DATA_* for bad files;
 *         MODEL_*, NO_PRICE, BUDGET_EXHAUSTED
 */
export async function runBenchmark(
  name: string,
  options: RunBenchmarkOptions,
): Promise<BenchmarkReport> {
  const { seed = 1, out = null } = options;
  const loaded = await loadBenchmark(name, options.data);
  const { benchmark, parts, labels } = loaded;
  checkOptions(loaded, options);
  const test = drawn(parts.test, options.limit, seed);
  const trained =
    options.train === undefined
      ? null
      : await trainOnBenchmark(loaded, test, {
          train: options.train,
          columns: options.columns,
          header: options.header,
          seeds: options.seeds ?? 3,
          seed,
          signal: options.signal,
          onProgress: options.onProgress,
        });
  const results: BenchmarkResult[] = [...(trained?.results ?? [])];
  const spent = { calls: 0, cachedCalls: 0, usd: 0 as number | null, tokens: 0 };
  const answers: (AnsweredRow & { readonly of: string })[] = [];
  const add = (of: string, answered: readonly AnsweredRow[]): void => {
    results.push(resultOf(loaded, of, { answered, seed }));
    for (const each of answered) answers.push({ ...each, of });
  };
  const counted = ({ answered, spent: own }: Asked): readonly AnsweredRow[] => {
    spent.calls += own.calls;
    spent.cachedCalls += own.cachedCalls;
    spent.tokens += own.tokens;
    spent.usd = spent.usd === null || own.usd === null ? null : spent.usd + own.usd;
    return answered;
  };
  const judged = async (answered: readonly AnsweredRow[]): Promise<readonly AnsweredRow[]> =>
    benchmark.answers.judge === undefined
      ? answered
      : counted(
          await judgeAnswers(loaded, answered, {
            ...options,
            model: options.judge,
            budget: leftOf(options.budget, spent),
            seed,
            out: out === null ? null : join(out, "judge"),
          }),
        );
  const recorded =
    options.answers === undefined
      ? (loaded.answers ?? null)
      : await answersOfFile(options.answers, test);
  if (recorded !== null && recorded.size > 0) {
    const known = test.filter((row) => options.answers !== undefined || recorded.has(row.id));
    const said = known.map((row) => ({
      row,
      answer: benchmark.answers.read(recorded.get(row.id) ?? null, row),
    }));
    add("answers", await judged(said));
  }
  if (options.model !== undefined)
    add(
      "model",
      await judged(counted(await askBenchmark(loaded, test, { ...options, seed, out }))),
    );
  const report: BenchmarkReport = {
    benchmark: name,
    title: benchmark.title,
    paper: benchmark.paper,
    source: benchmark.source,
    licence: benchmark.licence,
    protocol: benchmark.protocol,
    metric: benchmark.answers.metrics[0]!,
    rows: {
      train: parts.train.length,
      validation: parts.validation.length,
      test: parts.test.length,
    },
    labels: labels.length,
    tested: test.length,
    results,
    difference: trained?.difference ?? null,
    leaked: trained?.leaked ?? null,
    calls: spent.calls,
    cachedCalls: spent.cachedCalls,
    costUsd: spent.usd,
    notes: [...loaded.notes, ...(trained?.notes ?? [])],
    folder: out === null ? null : resolve(out),
  };
  if (out !== null) await write(out, report, answers);
  return report;
}

function checkOptions(loaded: LoadedBenchmark, options: RunBenchmarkOptions): void {
  const { name, benchmark, parts } = loaded;
  const usage = (message: string, hint: string): DatawrightError =>
    new DatawrightError({ code: "USAGE", message, hint });
  if (parts.test.length === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${options.data}: the files of ${name} have no test rows (${benchmark.files.join(", ")})`,
      hint: "Put the file of the test part into the folder, or give it by itself.",
    });
  const { train, model, answers } = options;
  if (train === undefined && model === undefined && answers === undefined && !loaded.answers?.size)
    throw usage(
      "nothing is named that could be tested",
      "Give --train DATASET, --model MODEL or --answers FILE.",
    );
  const isAsked = model !== undefined || answers !== undefined;
  if (isAsked && benchmark.answers.judge !== undefined && options.judge === undefined)
    throw usage(
      `${name}: no rule tells whether free answers are right; a model must judge them`,
      "Give --judge MODEL, one that agrees with people; truthfulqa asks the same questions with " +
        "answers to choose from and needs none.",
    );
}

/** As many rows as wanted, drawn by the seed, in the order of the files. */
function drawn(
  rows: readonly BenchmarkRow[],
  limit: number | undefined,
  seed: number,
): readonly BenchmarkRow[] {
  if (limit === undefined || limit >= rows.length) return rows;
  const places = new Random(seed).derive("limit").sample([...rows.keys()], limit);
  return places.sort((a, b) => a - b).map((place) => rows[place]!);
}

function resultOf(
  { benchmark }: LoadedBenchmark,
  name: string,
  { answered, seed }: { readonly answered: readonly AnsweredRow[]; readonly seed: number },
): BenchmarkResult {
  return {
    name,
    trainRows: null,
    seeds: null,
    unread: answered.filter(({ answer }) => answer === null).length,
    figures: benchmarkFigures(benchmark.answers, [answered], seed),
  };
}

/** What a second model may still spend. */
function leftOf(
  budget: CommandModelOptions["budget"],
  spent: { readonly calls: number; readonly usd: number | null; readonly tokens: number },
): CommandModelOptions["budget"] {
  if (budget === undefined) return undefined;
  const { usd, calls, tokens } = budget;
  return {
    ...(usd === undefined ? {} : { usd: Math.max(0, usd - (spent.usd ?? 0)) }),
    ...(calls === undefined ? {} : { calls: Math.max(0, calls - spent.calls) }),
    ...(tokens === undefined ? {} : { tokens: Math.max(0, tokens - spent.tokens) }),
  };
}

/** Answers of a file, by row id. @throws DATA_FORMAT, DATA_COLUMN with the line */
async function answersOfFile(
  path: string,
  test: readonly BenchmarkRow[],
): Promise<ReadonlyMap<string, JsonValue>> {
  const file = resolve(path);
  const known = new Set(test.map((row) => row.id));
  const found = new Map<string, JsonValue>();
  let other = 0;
  for await (const { values, line } of readRows(
    { path: basename(file) },
    { folder: dirname(file) },
  )) {
    for (const field of ["id", "answer"])
      if (values[field] === undefined)
        throw new DatawrightError({
          code: "DATA_COLUMN",
          message: `${file}:${line}: ${field}: is missing${didYouMean(field, Object.keys(values))}`,
          hint: 'A row is { "id": …, "answer": … }; ids are those of loadBenchmark.',
          details: { file, line, field },
        });
    const id = String(values["id"]);
    if (known.has(id)) found.set(id, values["answer"] as JsonValue);
    else other++;
  }
  if (found.size === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${file}: none of its ${other} answers is to a test row of the benchmark`,
      hint: "ids are those of loadBenchmark, or of answers.jsonl of an earlier run.",
      details: { file },
    });
  return found;
}

async function write(
  out: string,
  report: BenchmarkReport,
  answers: readonly (AnsweredRow & { readonly of: string })[],
): Promise<void> {
  await mkdir(out, { recursive: true });
  const line = ({ row, answer, of }: AnsweredRow & { readonly of: string }): string =>
    `${JSON.stringify({ id: row.id, file: row.file, line: row.line, of, answer })}\n`;
  if (answers.length > 0)
    await writeFileAtomic(join(out, "answers.jsonl"), answers.map(line).join(""));
  await writeFileAtomic(join(out, "benchmark.json"), `${JSON.stringify(report, null, 2)}\n`);
}
