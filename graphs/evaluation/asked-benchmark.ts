import { join } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import type { Task } from "../../schema/task.js";
import type { EvaluatedRow } from "../../tools/evaluation/contract.js";
import { describedBenchmark } from "../benchmarks/run-benchmark.js";
import type { CommandModelOptions } from "../commands/command-models.js";
import type { PluginReference } from "../plugins/load-plugins.js";
import { benchmarkTest, type BenchmarkTest, type BenchmarkTestOptions } from "./benchmark-part.js";

/** Which benchmark an evaluation tests on, and what beside the dataset. */
export interface BenchmarkChoice {
  /** A benchmark by name: the rows are tested on it. */
  readonly benchmark?: string;
  /** Folder of the benchmark's files as distributed, or one of them, which is the test part. */
  readonly benchmarkFolder?: string;
  /** Test rows of the benchmark at most, drawn by the seed. Default: all. */
  readonly benchmarkLimit?: number;
  /** File of answers to the test rows, `{ id, answer }` each; ids are those of `loadBenchmark`. */
  readonly benchmarkAnswers?: string;
  /** Language model that is asked the test rows of the benchmark, such as one tuned on the rows. */
  readonly candidate?: CommandModelOptions["model"];
  /** Language model that the candidate is compared with on the same rows. */
  readonly baseline?: CommandModelOptions["model"];
}

/** Options of the evaluation that the test on a benchmark uses too. */
interface BesideBenchmark extends Omit<CommandModelOptions, "model"> {
  readonly judge?: string;
  readonly plugins?: readonly PluginReference[];
}

/** The benchmark that is asked for, with its files; null for none. @throws USAGE, DATA_* */
export async function askedBenchmark(
  options: BenchmarkChoice & BesideBenchmark,
  given: {
    readonly task: Task;
    readonly rows: readonly EvaluatedRow[];
    readonly seed: number;
    readonly seeds: number;
    readonly out: string | null;
  },
): Promise<{ readonly test: BenchmarkTest; readonly options: BenchmarkTestOptions } | null> {
  const { benchmark, benchmarkFolder, benchmarkAnswers, candidate, baseline, benchmarkLimit } =
    options;
  if (benchmark === undefined) {
    const [beside] = Object.entries({
      benchmarkFolder,
      benchmarkAnswers,
      candidate,
      baseline,
      benchmarkLimit,
    }).find(([, value]) => value !== undefined) ?? [null];
    if (beside === null) return null;
    throw new DatawrightError({
      code: "USAGE",
      message: `${beside} is given, but no benchmark`,
      hint: "Give --benchmark NAME; datawright benchmark list shows them.",
    });
  }
  if (benchmarkFolder === undefined) {
    const { files, source } = await describedBenchmark(benchmark, options.plugins);
    throw new DatawrightError({
      code: "USAGE",
      message: `${benchmark}: its files (${files.join(", ")}) are not part of this package`,
      hint: `Fetch them from ${source} and give their folder: --benchmark-folder DIR.`,
    });
  }
  const { task, rows, seed, seeds, out } = given;
  const asked: BenchmarkTestOptions = {
    data: benchmarkFolder,
    model: candidate,
    baseline,
    ...(options.judge === undefined || options.judge === "rules" ? {} : { judge: options.judge }),
    answers: benchmarkAnswers,
    limit: benchmarkLimit,
    seeds,
    seed,
    out: out === null ? null : join(out, "benchmark"),
    plugins: options.plugins,
    baseUrl: options.baseUrl,
    concurrency: options.concurrency,
    budget: options.budget,
    workspace: options.workspace,
    cache: options.cache,
    signal: options.signal,
  };
  return {
    test: await benchmarkTest(benchmark, { ...asked, task, dataset: rows }),
    options: asked,
  };
}
