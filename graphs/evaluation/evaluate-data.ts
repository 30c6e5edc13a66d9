import { resolve } from "node:path";
import type { Language } from "../../base/language/language.js";
import { ANYTHING, checkOptions, integerFrom, shown } from "../../base/settings/check-options.js";
import { DatawrightError } from "../../base/errors.js";
import type { SlotChoice } from "../../base/slots/slot-choice.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import type { EvaluationContext, EvaluationInput } from "../../tools/evaluation/contract.js";
import { withCommandModels, type CommandModelOptions } from "../commands/command-models.js";
import { slotsWith } from "../plugins/launch-slots.js";
import { loadPlugins, type PluginReference } from "../plugins/load-plugins.js";
import type { MetricValue } from "../../tools/metrics/contract.js";
import { chosenMetrics, metricFigures } from "./chosen-metrics.js";
import { evaluationBrowser, evaluationFigures } from "./evaluation-figures.js";
import { evaluationFiles, writeEvaluation } from "./write-evaluation.js";
import { EVALUATION_PARTS, LOAD_PART, type PartName } from "./evaluation-parts.js";
import {
  evaluationVerdict,
  partResult,
  type EvaluationVerdict,
  type PartResult,
} from "./evaluation-report.js";
import { readEvaluationSets, type ReadSet } from "./evaluation-rows.js";
import type { NamedColumns, RowsFrom } from "./evaluation-sources.js";

/** What is evaluated, against what, and by whom. */
export interface EvaluateOptions extends Omit<CommandModelOptions, "model"> {
  /** The dataset: a data file, the rows themselves, or the folder of a finished run. */
  readonly data: RowsFrom;
  /** Real rows that it is compared with, and that small models are trained on beside it. */
  readonly reference?: RowsFrom;
  /** Real rows that small models are tested on; leakage into them is looked for. */
  readonly test?: RowsFrom;
  /** Who judges faithfulness: a model's name, or `rules` for judges without a model. */
  readonly judge?: string;
  /** A benchmark by name. */
  readonly benchmark?: string;
  /** Figures beside those that are always measured, of the slot `metrics`. */
  readonly metrics?: readonly SlotChoice[];
  /** Task whose fields and labels the rows have; guessed from the columns where absent. */
  readonly task?: string | TaskSpecInput;
  /** Field or `label` -> column, of all files. */
  readonly columns?: NamedColumns;
  /** Whether tables begin with the names of their columns. Default: looked for. */
  readonly header?: boolean;
  /** Trainings of each set in the test with real data, >= 1. Default: 3. */
  readonly seeds?: number;
  /** Seed of everything that is drawn. Default: 1. */
  readonly seed?: number;
  /**
   * Folder for `evaluation.json`, `report.html`, `report.json` and the trace of what was asked. Default:
   * none.
   */
  readonly out?: string | null;
  /** Path of an HTML file for the report. Default: none beside that of `out`. */
  readonly report?: string | null;
  /** Language of the report. Default: English. */
  readonly reportLanguage?: Language;
  /** Plug-ins whose metrics are named. */
  readonly plugins?: readonly PluginReference[];
  /** Told how far a step is, as a share from 0 to 1. */
  readonly onProgress?: (step: string, share: number) => void;
}

/** A file of real rows, as it was read. */
export type SetSummary = Omit<ReadSet, "rows" | "used"> & { readonly rows: number };

/** How good a dataset is. */
export interface EvaluationReport {
  /** The file; null for rows given in its place. */
  readonly data: string | null;
  /** Rows of the file that could be used. */
  readonly rows: number;
  /** Rows that could not be used. */
  readonly unusable: number;
  /** The whole in words. */
  readonly verdict: EvaluationVerdict;
  /** Null where no judge was named. */
  readonly faithfulness: PartResult | null;
  /** How different the rows are, and how near they come to the reference. */
  readonly diversity: PartResult | null;
  /** Null without test rows. */
  readonly leakage: PartResult | null;
  /** Null without test rows. */
  readonly downstream: PartResult | null;
  /** Null where none was named. */
  readonly benchmark: PartResult | null;
  /** Figures of the metrics that were named beside. */
  readonly metrics: Readonly<Record<string, MetricValue>>;
  /** The reference rows; null where none were given. */
  readonly reference: SetSummary | null;
  /** The test rows; null where none were given. */
  readonly test: SetSummary | null;
  /** Encoding of a text file that is not UTF-8; else null. */
  readonly encoding: string | null;
  /** What could not be used, in words. */
  readonly problems: readonly string[];
  /** Seed of everything that was drawn. */
  readonly seed: number;
  /** Questions that models answered. */
  readonly modelCalls: number;
  /** Questions that the cache answered. */
  readonly cachedCalls: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
}

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
    },
    needed: ["data"],
  });
  for (const name of ["data", "reference", "test"] as const) checkRows(name, options[name]);
  const { seed = 1, seeds = 3, judge = null, benchmark = null, signal } = options;
  for (const [name, asked] of [
    ["faithfulness", judge],
    ["benchmark", benchmark],
  ] as const)
    if (asked !== null && LOAD_PART[name] === undefined) throw notBuilt(name, asked);
  const files = evaluationFiles(options);
  const slots = slotsWith(await loadPlugins(options.plugins ?? [], process.cwd()));
  const chosen = await chosenMetrics(options.metrics ?? [], slots.metrics);
  const sets = await readEvaluationSets(options);
  const { task, data, reference, test } = sets;
  const input: EvaluationInput = {
    rows: data.rows,
    reference: reference?.rows ?? null,
    test: test?.rows ?? null,
    task,
    cells: sets.cells,
    judge,
    benchmark,
  };
  const isWritten = files.folder !== null || files.page !== null;
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
        const part = await LOAD_PART[name]?.({ seeds, criteria: slots.criteria });
        const report = (await part?.measure(input, context)) ?? null;
        found[name] = report === null ? null : partResult(report);
      }
      return {
        parts: found,
        metrics: await metricFigures(chosen, input, context),
        figures: isWritten
          ? await evaluationFigures(input, found, context.embed.bind(context))
          : null,
        spent: ledger.spent(),
      };
    },
  );
  const report: EvaluationReport = {
    data: typeof options.data === "string" ? resolve(options.data) : null,
    rows: data.rows.length,
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
    modelCalls: spent.calls,
    cachedCalls: spent.cachedCalls,
    costUsd: spent.usd,
  };
  if (figures !== null)
    await writeEvaluation(report, {
      files,
      options,
      figures,
      browser: evaluationBrowser(data.rows),
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

function notBuilt(part: string, asked: string): DatawrightError {
  return new DatawrightError({
    code: "USAGE",
    message: `${JSON.stringify(asked)}: ${part} cannot be measured yet`,
    details: { part },
  });
}
