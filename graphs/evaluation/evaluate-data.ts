import { basename, resolve } from "node:path";
import { ANYTHING, checkOptions, integerFrom, shown } from "../../base/settings/check-options.js";
import { DatawrightError } from "../../base/errors.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import type { BudgetLedger } from "../../memory/budget-ledger.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import type { EvaluationContext, EvaluationInput } from "../../tools/evaluation/contract.js";
import { leftOf } from "../benchmarks/run-benchmark.js";
import { withCommandModels } from "../commands/command-models.js";
import { slotsWith } from "../plugins/launch-slots.js";
import { loadPlugins } from "../plugins/load-plugins.js";
import { askedBenchmark } from "./asked-benchmark.js";
import { chosenMetrics, metricFigures } from "./chosen-metrics.js";
import { evaluationBrowser, evaluationFigures } from "./evaluation-figures.js";
import { evaluationFiles, writeEvaluation } from "./write-evaluation.js";
import { EVALUATION_PARTS, LOAD_PART, type PartName } from "./evaluation-parts.js";
import {
  evaluationVerdict,
  partResult,
  type EvaluationReport,
  type PartResult,
  type SetSummary,
} from "./evaluation-report.js";
import { readEvaluationSets, type ReadSet, type ReadSets } from "./evaluation-rows.js";
import type { EvaluateOptions } from "./evaluate-options.js";

export type { EvaluateOptions } from "./evaluate-options.js";
export type { EvaluationReport, SetSummary } from "./evaluation-report.js";

const OPTIONS = [
  ...["data", "reference", "test", "judge", "benchmark", "metrics", "task", "columns", "header"],
  ...[
    "out",
    "report",
    "reportLanguage",
    "plugins",
    "onProgress",
    "baseUrl",
    "embeddings",
    "concurrency",
    "budget",
  ],
  ...["benchmarkFolder", "benchmarkAnswers", "candidate", "baseline"],
  ...["workspace", "cache", "signal"],
];

/**
 * Evaluates a dataset: faithfulness by a judge, diversity, leakage of test rows, the test with real
 * data (train on synthetic, test on real), and a benchmark. What was not asked for is null; what could not be
 * measured is null with the reason in `basis`.
 *
 * @throws SHAPE for an option that there is not; USAGE for the folder of a run as `out`; DATA_*, SPEC_*,
 * MODEL_*, NO_PRICE, BUDGET_EXHAUSTED
 */
export async function evaluateData(options: EvaluateOptions): Promise<EvaluationReport> {
  checkOptions(options, {
    of: "evaluateData",
    rules: {
      ...Object.fromEntries(OPTIONS.map((name) => [name, ANYTHING])),
      seeds: integerFrom(1),
      seed: integerFrom(0),
      benchmarkLimit: integerFrom(1),
      rowsAtOnce: integerFrom(100),
    },
    needed: ["data"],
  });
  for (const name of ["data", "reference", "test"] as const) checkRows(name, options[name]);
  const files = evaluationFiles(options);
  const slots = slotsWith(await loadPlugins(options.plugins ?? [], process.cwd()));
  const chosen = await chosenMetrics(options.metrics ?? [], slots.metrics);
  const sets = await readEvaluationSets({ ...options, maySample: true });
  try {
    return await evaluateSets(sets, options, { files, slots, chosen });
  } finally {
    sets.data.whole?.close();
  }
}

async function evaluateSets(
  sets: ReadSets,
  options: EvaluateOptions,
  {
    files,
    slots,
    chosen,
  }: {
    readonly files: ReturnType<typeof evaluationFiles>;
    readonly slots: ReturnType<typeof slotsWith>;
    readonly chosen: Awaited<ReturnType<typeof chosenMetrics>>;
  },
): Promise<EvaluationReport> {
  const { seed = 1, seeds = 3, judge = null, benchmark = null, signal } = options;
  const { task, data, reference, test } = sets;
  const input: EvaluationInput = {
    rows: data.rows,
    whole: data.whole ?? undefined,
    reference: reference?.rows ?? null,
    test: test?.rows ?? null,
    task,
    cells: sets.cells,
    judge,
    benchmark,
  };
  const fileName = typeof options.data === "string" ? basename(options.data) : null;
  const isWritten = files.folder !== null || files.page !== null;
  const tested = await askedBenchmark(options, {
    task,
    rows: data.rows,
    seed,
    seeds,
    out: files.folder,
  });
  const onBenchmark = { calls: 0, cachedCalls: 0, costUsd: 0 as number | null };
  const asks = judge !== null && judge !== "rules";
  const { parts, metrics, figures, spent } = await withCommandModels(
    {
      spec: task.spec,
      role: "evaluator",
      asks,
      seed,
      out: files.folder,
      work: ["evaluate", sha256Hex(JSON.stringify(data.rows.map(({ text }) => text))), judge, seed],
    },
    { ...options, ...(asks ? { model: judge } : {}) },
    async ({ model, embeddings, ledger }) => {
      const context: EvaluationContext = {
        model,
        embed: (texts) => embeddings.embed(texts),
        seed,
        notation: taskNotation(task.spec) ?? "operators",
        signal,
        progress: (step, share) => options.onProgress?.(step, share),
      };
      const found: Partial<Record<PartName, PartResult | null>> = {};
      for (const name of EVALUATION_PARTS) {
        const part = await LOAD_PART[name]({
          seeds,
          criteria: slots.criteria,
          benchmark: tested && {
            test: tested.test,
            options: () => ({
              ...tested.options,
              budget: leftOf(options.budget, totalOf(ledger.spent())),
            }),
            spent: (found) => void Object.assign(onBenchmark, found),
          },
        });
        const report = await part.measure(input, context);
        found[name] = report === null ? null : partResult(report);
      }
      return {
        parts: found,
        metrics: await metricFigures(chosen, input, context),
        figures: isWritten
          ? await evaluationFigures(input, found, {
              embed: context.embed.bind(context),
              file: fileName,
            })
          : null,
        spent: ledger.spent(),
      };
    },
  );
  const report: EvaluationReport = {
    data: typeof options.data === "string" ? resolve(options.data) : null,
    rows: data.used,
    measuredRows: data.whole === null ? null : data.rows.length,
    unusable: data.unusable,
    verdict: evaluationVerdict(parts),
    faithfulness: parts.faithfulness ?? null,
    diversity: parts.diversity ?? null,
    leakage: parts.leakage ?? null,
    downstream: parts.downstream ?? null,
    benchmark: parts.benchmark ?? null,
    metrics,
    reference: summaryOf(reference),
    test: summaryOf(test),
    encoding: data.encoding,
    problems: data.problems,
    seed,
    modelCalls: spent.calls + onBenchmark.calls,
    cachedCalls: spent.cachedCalls + onBenchmark.cachedCalls,
    costUsd:
      spent.usd === null || onBenchmark.costUsd === null ? null : spent.usd + onBenchmark.costUsd,
  };
  if (figures !== null)
    await writeEvaluation(report, {
      files,
      options,
      figures,
      browser: evaluationBrowser(data.rows, fileName),
      language: options.reportLanguage ?? "en",
      written: task.spec.language,
    });
  return report;
}

function summaryOf(set: ReadSet | null): SetSummary | null {
  if (set === null) return null;
  const { rows, unusable, encoding, problems } = set;
  return { rows: rows.length, unusable, encoding, problems };
}

function checkRows(name: string, rows: unknown): void {
  if (rows === undefined || typeof rows === "string") return;
  const isRow = (row: unknown): boolean =>
    typeof row === "object" && row !== null && !Array.isArray(row);
  if (Array.isArray(rows) && rows.every(isRow)) return;
  throw new DatawrightError({
    code: "SHAPE",
    message: `evaluateData: ${name} is ${shown(rows)}; it must be the path of a file or an array of rows`,
    details: { option: name },
  });
}

function totalOf({ calls, usd, tokens }: ReturnType<BudgetLedger["spent"]>): {
  readonly calls: number;
  readonly usd: number | null;
  readonly tokens: number;
} {
  return { calls, usd, tokens: tokens.input + tokens.output };
}
