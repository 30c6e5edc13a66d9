import { estimateBenchmark } from "../../graphs/benchmarks/estimate-benchmark.js";
import { namedBenchmark } from "../../graphs/benchmarks/run-benchmark.js";
import { evaluateData } from "../../graphs/evaluation/evaluate-data.js";
import { confirmEstimate } from "../confirm-estimate.js";
import { columnsOf, rowsReadLines } from "../data-file-flags.js";
import { spokenLanguage, texts } from "../language/texts.js";
import { budgetOf, type SpendingFlags } from "../flags.js";
import { evaluationLines } from "../print/print-evaluation.js";
import { StepProgress } from "../print/step-progress.js";
import { stepChoices } from "../step-choices.js";
import { untilInterrupted } from "../until-interrupted.js";

interface EvaluateFlags extends Omit<SpendingFlags, "model"> {
  readonly reference?: string;
  readonly test?: string;
  readonly judge?: string;
  readonly benchmark?: string;
  readonly benchmarkFolder?: string;
  readonly benchmarkLimit?: number;
  readonly benchmarkAnswers?: string;
  readonly candidate?: string;
  readonly baseline?: string;
  readonly yes?: boolean;
  readonly metrics?: string;
  readonly spec?: string;
  readonly text?: string;
  readonly label?: string;
  readonly header: boolean;
  readonly seeds: number;
  readonly seed: number;
  readonly rowsAtOnce?: number;
  readonly out?: string;
  readonly report?: string;
  readonly fresh: boolean;
  readonly all: boolean;
  readonly plugin?: readonly string[];
}

/** `datawright evaluate DATA` */
export async function evaluate(data: string, flags: EvaluateFlags): Promise<number> {
  if (!(await confirmBenchmark(flags))) return 2;
  const progress = new StepProgress(process.stderr, flags.json);
  const report = await untilInterrupted((signal) =>
    evaluateData({
      data,
      reference: flags.reference,
      test: flags.test,
      judge: flags.judge,
      benchmark: flags.benchmark,
      benchmarkFolder: flags.benchmarkFolder,
      benchmarkLimit: flags.benchmarkLimit,
      benchmarkAnswers: flags.benchmarkAnswers,
      candidate: flags.candidate,
      baseline: flags.baseline,
      metrics: flags.metrics === undefined ? undefined : stepChoices("--metrics", flags.metrics),
      task: flags.spec,
      columns: columnsOf(flags),
      header: flags.header ? undefined : false,
      seeds: flags.seeds,
      seed: flags.seed,
      rowsAtOnce: flags.rowsAtOnce,
      out: flags.out,
      report: flags.report,
      reportLanguage: spokenLanguage(),
      baseUrl: flags.baseUrl,
      concurrency: flags.concurrency,
      budget: budgetOf(flags),
      workspace: flags.workspace,
      cache: flags.fresh ? false : undefined,
      plugins: flags.plugin,
      onProgress: (step, share) => progress.show(step, share),
      signal,
    }),
  ).finally(() => progress.end());
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  if (flags.json) out(JSON.stringify(report));
  else {
    evaluationLines(report, { all: flags.all }).forEach(out);
    out("");
    rowsReadLines({ ...report, rows: report.rows + report.unusable }).forEach(out);
    if (report.measuredRows !== null) out(texts().evaluate.sampled(report.measuredRows));
    if (flags.report !== undefined) out(flags.report);
    if (flags.out !== undefined) out(flags.out);
  }
  return 0;
}

/** Shows what asking candidate and baseline is going to take, and asks; true where none is named. */
async function confirmBenchmark(flags: EvaluateFlags): Promise<boolean> {
  const { benchmark, benchmarkFolder: data, candidate, baseline, yes } = flags;
  if (yes || benchmark === undefined || data === undefined || candidate === undefined) return true;
  const loaded = await namedBenchmark(benchmark, { data, plugins: flags.plugin });
  const estimate = await estimateBenchmark(loaded, {
    model: candidate,
    baseline,
    ...(flags.judge === undefined || flags.judge === "rules" ? {} : { judge: flags.judge }),
    baseUrl: flags.baseUrl,
    limit: flags.benchmarkLimit,
    seed: flags.seed,
    concurrency: flags.concurrency,
  });
  if (estimate.models.length === 0) return true;
  return confirmEstimate(estimate, flags, budgetOf(flags));
}
