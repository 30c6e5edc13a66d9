import type { Figure, Finding, PartReport } from "../../tools/evaluation/contract.js";
import { verdictOf, worstFirst } from "../../tools/evaluation/verdict-of.js";
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
