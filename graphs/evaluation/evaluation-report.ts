import type { Figure, Finding, PartReport } from "../../tools/evaluation/contract.js";
import { verdictOf, worstFirst } from "../../tools/evaluation/verdict-of.js";
import type { MetricValue } from "../../tools/metrics/contract.js";
import type { ReadSet } from "./evaluation-rows.js";
import { EVALUATION_PARTS, type PartName } from "./evaluation-parts.js";

/** What a part found: each figure by its name, what programs read beside them, and their basis. */
export interface PartResult {
  /** What the figures mean, worst first. */
  readonly findings: readonly Finding[];
  /** What each figure rests on, by its name, in the order in which they are printed. */
  readonly basis: Readonly<Record<string, Omit<Figure, "value">>>;
  /** The value of each figure, null where it could not be measured; and details. */
  readonly [figure: string]: unknown;
}

/** The whole in words. */
export interface EvaluationVerdict {
  /** The worst level of all findings. */
  readonly level: Finding["level"];
  /** One sentence. */
  readonly text: string;
  /** What to do next, the most urgent first. */
  readonly next: readonly string[];
  /** Parts that were not measured, because nothing was given for them. */
  readonly notMeasured: readonly PartName[];
}

/** The value of a figure of a part; null where it was not measured. */
export function valueOf(part: PartResult, figure: string): number | null {
  const value = part[figure];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A part's report as programs read it. */
export function partResult({ figures, findings, details = {} }: PartReport): PartResult {
  const values: Record<string, number | null> = {};
  const basis: Record<string, Omit<Figure, "value">> = {};
  for (const [name, { value, ...rest }] of Object.entries(figures)) {
    // A figure that is no number is none: it must not look like one.
    const isNumber = value !== null && Number.isFinite(value);
    values[name] = isNumber ? value : null;
    basis[name] =
      isNumber || value === null ? rest : { ...rest, note: rest.note ?? `is ${String(value)}` };
  }
  return { ...values, ...details, findings: worstFirst(findings), basis };
}

/** Of findings of one level those come first that say most of what the dataset is good for. */
const BY_WEIGHT: readonly PartName[] = [
  "leakage",
  "faithfulness",
  "downstream",
  "benchmark",
  "diversity",
];

/** The findings of all parts, in the order of their weight. */
export function findingsOf(
  parts: Readonly<Partial<Record<PartName, PartResult | null>>>,
): Finding[] {
  return BY_WEIGHT.flatMap((name) => parts[name]?.findings ?? []);
}

/** The verdict of all parts together. */
export function evaluationVerdict(
  parts: Readonly<Partial<Record<PartName, PartResult | null>>>,
): EvaluationVerdict {
  const { findings: _findings, ...verdict } = verdictOf(findingsOf(parts));
  return {
    ...verdict,
    notMeasured: EVALUATION_PARTS.filter((name) => (parts[name] ?? null) === null),
  };
}

/** A file of real rows, as it was read. */
export type SetSummary = Omit<ReadSet, "rows" | "used" | "whole"> & { readonly rows: number };

/** How good a dataset is. */
export interface EvaluationReport {
  /** The file; null for rows given in its place. */
  readonly data: string | null;
  /** Rows of the file that could be used. */
  readonly rows: number;
  /** Rows that were measured, drawn at random from a file that does not fit; null for all of them. */
  readonly measuredRows: number | null;
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
