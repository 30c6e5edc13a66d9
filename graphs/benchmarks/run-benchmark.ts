import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import { BENCHMARKS } from "../../tools/benchmarks/benchmarks.js";
import type { AnsweredRow, Benchmark, BenchmarkRow } from "../../tools/benchmarks/contract.js";
import { benchmarkFigures, pairedDifference } from "../../tools/benchmarks/figures.js";
import {
  benchmarkOf,
  loadBenchmark,
  type LoadedBenchmark,
} from "../../tools/benchmarks/load-benchmark.js";
import { scoresByLabel } from "../../tools/benchmarks/metrics/label-scores.js";
import type { CommandModelOptions } from "../commands/command-models.js";
import type { PluginReference } from "../plugins/load-plugins.js";
import { pluginSlots } from "../plugins/slots-of-run.js";
import { askBenchmark, judgeAnswers, type Asked } from "./ask-benchmark.js";
import type { BenchmarkReport, BenchmarkResult } from "./benchmark-report.js";
import { answersOfFile } from "./recorded-answers.js";
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
  /** Model that `model` is compared with, on the same rows. */
  readonly baseline?: CommandModelOptions["model"];
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
  /** Plug-ins whose benchmarks may be named. */
  readonly plugins?: readonly PluginReference[];
  /** Told how far a step is, as a share from 0 to 1. */
  readonly onProgress?: (step: string, share: number) => void;
}

/**
 * Tests on a public benchmark: a small model that is trained on a dataset (`train`), a language
 * model (`model`, beside a `baseline`), or recorded answers (`answers`), each with 95 % intervals.
 *
 * @throws USAGE where nothing is named to test, or a judge is missing; DATA_* for bad files;
 *         MODEL_*, NO_PRICE, BUDGET_EXHAUSTED
 */
export async function runBenchmark(
  name: string,
  options: RunBenchmarkOptions,
): Promise<BenchmarkReport> {
  return testOnBenchmark(await namedBenchmark(name, options), options);
}

/** The benchmark of a name, a plug-in's too, with its files. @throws as loadBenchmark; PLUGIN_INVALID */
export async function namedBenchmark(
  name: string,
  { data, plugins = [] }: Pick<RunBenchmarkOptions, "data" | "plugins">,
): Promise<LoadedBenchmark> {
  return loadBenchmark(name, data, { slot: await benchmarkSlot(plugins) });
}

/** What a benchmark is, without its files. @throws USAGE with the nearest name; PLUGIN_INVALID */
export async function describedBenchmark(
  name: string,
  plugins: readonly PluginReference[] = [],
): Promise<Benchmark> {
  return benchmarkOf(name, await benchmarkSlot(plugins));
}

async function benchmarkSlot(plugins: readonly PluginReference[]): Promise<typeof BENCHMARKS> {
  return plugins.length === 0 ? BENCHMARKS : (await pluginSlots(plugins)).benchmarks;
}

/** The test rows that a run asks: all, or as many as wanted, drawn by the seed. */
export function testedRows(
  { parts }: LoadedBenchmark,
  { limit, seed = 1 }: Pick<RunBenchmarkOptions, "limit" | "seed">,
): readonly BenchmarkRow[] {
  const rows = parts.test;
  if (limit === undefined || limit >= rows.length) return rows;
  const places = new Random(seed).derive("limit").sample([...rows.keys()], limit);
  return places.sort((a, b) => a - b).map((place) => rows[place]!);
}

/** `runBenchmark` on files that were read already. */
export async function testOnBenchmark(
  loaded: LoadedBenchmark,
  options: RunBenchmarkOptions,
): Promise<BenchmarkReport> {
  const { seed = 1, out = null } = options;
  const { name, benchmark, parts, labels } = loaded;
  checkBenchmarkOptions(loaded, options);
  const test = testedRows(loaded, options);
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
  const add = (of: string, answered: readonly AnsweredRow[], model: string | null): void => {
    results.push(resultOf(loaded, of, { answered, seed, model }));
    for (const each of answered) answers.push({ ...each, of });
  };
  const counted = (asked: Asked): Asked => {
    const own = asked.spent;
    spent.calls += own.calls;
    spent.cachedCalls += own.cachedCalls;
    spent.tokens += own.tokens;
    spent.usd = spent.usd === null || own.usd === null ? null : spent.usd + own.usd;
    return asked;
  };
  const folder = (...parts: readonly string[]): string | null =>
    out === null ? null : join(out, ...parts);
  const judged = async (
    answered: readonly AnsweredRow[],
    of: string,
  ): Promise<readonly AnsweredRow[]> =>
    benchmark.answers.judge === undefined
      ? answered
      : counted(
          await judgeAnswers(loaded, answered, {
            ...options,
            model: options.judge,
            budget: leftOf(options.budget, spent),
            seed,
            out: of === "baseline" ? folder("baseline", "judge") : folder("judge"),
          }),
        ).answered;
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
    add("answers", await judged(said, "answers"), null);
  }
  const compared: (readonly AnsweredRow[])[] = [];
  for (const of of ["model", "baseline"] as const) {
    if (options[of] === undefined) continue;
    const asked = counted(
      await askBenchmark(loaded, test, {
        ...options,
        model: options[of],
        budget: leftOf(options.budget, spent),
        seed,
        out: of === "baseline" ? folder("baseline") : out,
      }),
    );
    const answered = await judged(asked.answered, of);
    add(of, answered, asked.model);
    compared.push(answered);
  }
  const [first, second] = compared;
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
    comparison:
      first === undefined || second === undefined
        ? null
        : pairedDifference(benchmark.answers, [[first], [second]], seed),
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

/** @throws USAGE where nothing is named to test, or a judge is missing; DATA_EMPTY without test rows */
export function checkBenchmarkOptions(
  loaded: LoadedBenchmark,
  options: Omit<RunBenchmarkOptions, "train"> & { readonly train?: unknown },
): void {
  const { name, benchmark, parts } = loaded;
  const usage = (message: string, hint: string): DatawrightError =>
    new DatawrightError({ code: "USAGE", message, hint });
  if (parts.test.length === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${options.data}: the files of ${name} have no test rows (${benchmark.files.join(", ")})`,
      hint: "Put the file of the test part into the folder, or give it by itself.",
    });
  const { train, model, baseline, answers } = options;
  if (baseline !== undefined && model === undefined)
    throw usage(
      "a baseline is named, but no model to compare with it",
      "Give --model MODEL (evaluate: --candidate MODEL) beside --baseline.",
    );
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

function resultOf(
  { benchmark, labels }: LoadedBenchmark,
  name: string,
  {
    answered,
    seed,
    model,
  }: {
    readonly answered: readonly AnsweredRow[];
    readonly seed: number;
    readonly model: string | null;
  },
): BenchmarkResult {
  return {
    name,
    model,
    trainRows: null,
    seeds: null,
    unread: answered.filter(({ answer }) => answer === null).length,
    figures: benchmarkFigures(benchmark.answers, [answered], seed),
    byLabel: labels.length === 0 ? null : scoresByLabel([answered]),
  };
}

/** What may still be spent of a budget. */
export function leftOf(
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
