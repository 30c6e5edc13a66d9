import { DatawrightError } from "../../base/errors.js";
import type { LabelSpec } from "../../schema/label.js";
import type { Task } from "../../schema/task.js";
import type { BenchmarkFigure, PairedDifference } from "../../tools/benchmarks/figures.js";
import type { LoadedBenchmark } from "../../tools/benchmarks/load-benchmark.js";
import type {
  EvaluatedRow,
  EvaluationPart,
  Figure,
  Finding,
  PartReport,
} from "../../tools/evaluation/contract.js";
import { unmeasured } from "../../tools/evaluation/figure.js";
import type { BenchmarkReport } from "../benchmarks/benchmark-report.js";
import {
  checkBenchmarkOptions,
  namedBenchmark,
  testOnBenchmark,
  type RunBenchmarkOptions,
} from "../benchmarks/run-benchmark.js";
import type { BenchmarkTrainingRow } from "../benchmarks/train-on-benchmark.js";

/** What is tested on a benchmark beside the dataset. */
export type BenchmarkTestOptions = Omit<RunBenchmarkOptions, "train" | "columns" | "header">;

/** A benchmark whose files were read, with the dataset's rows as it wants them. */
export interface BenchmarkTest {
  readonly loaded: LoadedBenchmark;
  readonly rows: readonly BenchmarkTrainingRow[];
  /** Why nothing is trained on the rows; null where something is. */
  readonly untrained: string | null;
}

/** Points below as many real rows at which a dataset is no replacement for them. */
const FAR_BELOW = 0.15;

/**
 * Reads the files of a benchmark and fits the dataset's rows to it, before anything is asked.
 *
 * @throws USAGE for a name that there is not or where nothing can be tested; DATA_* for bad files;
 *         DATA_LABEL with the line of a row whose label the benchmark has not; DATA_COLUMN
 */
export async function benchmarkTest(
  name: string,
  options: BenchmarkTestOptions & {
    readonly task: Task;
    readonly dataset: readonly EvaluatedRow[];
  },
): Promise<BenchmarkTest> {
  const { task, dataset, ...rest } = options;
  const loaded = await namedBenchmark(name, rest);
  const untrained =
    loaded.labels.length === 0
      ? "the benchmark has no labels, and the small model only labels texts"
      : dataset.every(({ label }) => label === null)
        ? "the rows have no labels"
        : null;
  const rows = untrained === null ? trainingRows(loaded, task, dataset) : [];
  const { model, answers } = rest;
  if (untrained !== null && model === undefined && answers === undefined && !loaded.answers?.size)
    throw new DatawrightError({
      code: "USAGE",
      message: `${name}: nothing can be tested: ${untrained}, and no model is named`,
      hint: "Give --candidate MODEL: a model that was tuned on the rows, for example.",
    });
  checkBenchmarkOptions(loaded, { ...rest, train: untrained === null ? rows : undefined });
  return { loaded, rows, untrained };
}

/** The test on a benchmark as a part of an evaluation. @param spent told what models cost */
export function benchmarkPart(
  { loaded, rows, untrained }: BenchmarkTest,
  options: () => BenchmarkTestOptions,
  spent: (report: BenchmarkReport) => void,
): EvaluationPart {
  return {
    async measure(_input, { progress }) {
      const report = await testOnBenchmark(loaded, {
        ...options(),
        ...(untrained === null ? { train: rows } : {}),
        onProgress: (step, share) => progress(`benchmark: ${step}`, share),
      });
      spent(report);
      return partReport(report, untrained);
    },
  };
}

/** The rows of a dataset in the fields and labels of a benchmark. */
function trainingRows(
  { name, benchmark, labels }: LoadedBenchmark,
  task: Task,
  dataset: readonly EvaluatedRow[],
): BenchmarkTrainingRow[] {
  const { textFields } = benchmark;
  const own = task.textFields;
  if (!textFields.every((field) => own.includes(field)) && textFields.length !== own.length)
    throw new DatawrightError({
      code: "DATA_COLUMN",
      message:
        `the rows have the text fields ${own.join(", ") || "(none)"}, and ${name} wants ` +
        `${textFields.join(", ")}`,
      hint: "Name the columns like the fields of the benchmark, or say which they are (--text, --label).",
      details: { fields: own, wanted: textFields },
    });
  const known = new Set(labels.map((label: LabelSpec) => label.name));
  return dataset.flatMap((row): BenchmarkTrainingRow[] => {
    const { label, line } = row;
    if (label === null && benchmark.multiLabel !== true) return [];
    const strange = ([] as string[]).concat(label ?? []).find((said) => !known.has(said));
    if (strange !== undefined)
      throw new DatawrightError({
        code: "DATA_LABEL",
        message:
          `${line === null ? "a row" : `line ${line}`}: ${JSON.stringify(strange)} is no label of ` +
          `${name} (${[...known].slice(0, 12).join(", ")}${known.size > 12 ? ", …" : ""})`,
        hint: "Name the labels as the benchmark does (datawright benchmark list --json), or leave --benchmark out.",
        details: { line, label: strange },
      });
    const fields = textFields.every((field) => own.includes(field))
      ? row.fields
      : Object.fromEntries(textFields.map((field, at) => [field, row.fields[own[at]!]]));
    return [{ fields, label }];
  });
}

/** Names of results as figures. */
const FIGURES: Readonly<Record<string, string>> = {
  synthetic: "synthetic",
  "synthetic-equal": "syntheticEqual",
  real: "realEqual",
  "most-frequent": "majority",
  answers: "answers",
  model: "candidate",
  baseline: "baseline",
};

function partReport(report: BenchmarkReport, untrained: string | null): PartReport {
  const { results, difference, comparison, tested, metric } = report;
  const figures: Record<string, Figure> = {};
  if (untrained !== null) figures["synthetic"] = unmeasured(untrained, tested);
  for (const { name, figures: own, trainRows, model } of results)
    figures[FIGURES[name] ?? name] = figureOf(own[metric]!, tested, [
      metric,
      ...(trainRows === null ? [] : [`trained on ${trainRows} rows`]),
      ...(model === null ? [] : [model]),
    ]);
  if (difference !== null) figures["atEqualSize"] = differenceFigure(difference, tested);
  if (comparison !== null) figures["candidateGain"] = differenceFigure(comparison, tested);
  const { benchmark: name, title, protocol, source, notes, leaked } = report;
  const { calls, cachedCalls, costUsd } = report;
  return {
    figures,
    findings: findingsOf(report),
    details: {
      ...{ name, title, protocol, source, metric, tested, leaked, notes },
      ...{ results, difference, comparison, calls, cachedCalls, costUsd },
    },
  };
}

function figureOf(
  { value, low, high, rows }: BenchmarkFigure,
  of: number,
  notes: readonly string[],
): Figure {
  return {
    value,
    ...(low === null || high === null ? {} : { low, high }),
    rows,
    of,
    note: notes.join(", "),
  };
}

function differenceFigure(
  { metric, value, low, high, rows, mcNemar }: PairedDifference,
  of: number,
): Figure {
  const test =
    mcNemar === null
      ? ""
      : `; McNemar p = ${mcNemar.probability.toPrecision(2)} (${mcNemar.onlyFirst} : ${mcNemar.onlySecond})`;
  return { value, low, high, rows, of, note: `points of ${metric}${test}` };
}

const points = (share: number): string => (100 * Math.abs(share)).toFixed(1);
const range = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;

function findingsOf(report: BenchmarkReport): Finding[] {
  const { results, difference, comparison, metric, benchmark, leaked } = report;
  const found: Finding[] = [];
  const figure = (name: string): BenchmarkFigure | undefined =>
    results.find((result) => result.name === name)?.figures[metric];
  const [synthetic, majority] = [figure("synthetic"), figure("most-frequent")];
  const isBelow =
    synthetic?.low != null && majority?.value != null && synthetic.low <= majority.value;
  if (isBelow)
    found.push({
      level: "bad",
      text:
        `a model trained on the rows has ${points(synthetic.value!)} % ${metric} on ${benchmark}, no ` +
        `better than always giving the most frequent label (${points(majority.value!)} %)`,
      next: "Look at the labels and the texts of the rows: what they teach is not what the benchmark asks.",
    });
  if (difference !== null && !isBelow) {
    const { value, low, high } = difference;
    if (high < 0)
      found.push({
        level: value < -FAR_BELOW ? "bad" : "doubt",
        text: `on ${benchmark} the rows train a worse model than as many real rows: by ${points(value)} points of ${metric} (95 %: ${range(difference)})`,
      });
    else
      found.push({
        level: "good",
        text:
          low > 0
            ? `on ${benchmark} the rows train a better model than as many real rows, by ${points(value)} points of ${metric} (95 %: ${range(difference)})`
            : `on ${benchmark} no difference to as many real rows can be told (95 %: ${range(difference)} points of ${metric})`,
      });
  } else if (synthetic?.value != null && !isBelow)
    found.push({
      level: "good",
      text: `a model trained on the rows has ${points(synthetic.value)} % ${metric} on ${benchmark}`,
    });
  if (comparison !== null) {
    const { value, low, high } = comparison;
    found.push(
      low > 0
        ? {
            level: "good",
            text: `on ${benchmark} the candidate is better than the baseline, by ${points(value)} points of ${metric} (95 %: ${range(comparison)})`,
          }
        : high < 0
          ? {
              level: "bad",
              text: `on ${benchmark} the candidate is worse than the baseline, by ${points(value)} points of ${metric} (95 %: ${range(comparison)})`,
              next: "Keep the baseline, or tune on other rows.",
            }
          : {
              level: "doubt",
              text: `on ${benchmark} no difference between the candidate and the baseline can be told (95 %: ${range(comparison)} points of ${metric})`,
              next: "Test on more rows before one is preferred, or keep the cheaper one.",
            },
    );
  }
  if (leaked !== null && leaked > 0)
    found.push({
      level: "doubt",
      text: `${leaked} rows equal a test row of ${benchmark} and were left out of the training`,
    });
  return found;
}
