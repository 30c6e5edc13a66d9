import type { LabelValue } from "../../../schema/label.js";
import type { CurationContext, CurationRow } from "../contract.js";

/** How a method of allocation orders the rows. */
export interface Ranking {
  /** Aligned with the rows; NaN where the method has none. */
  readonly uncertainty: Float64Array;
  /** All row indices, in the order in which people should see them. */
  readonly order: readonly number[];
  /** The language model's label of each row, where the method knows it. */
  readonly answers: readonly LabelValue[];
  /** Questions that were put to the language model. */
  readonly calls: number;
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Orders rows for people; `people` is how many of them the budget could pay for. */
export type Rank = (
  rows: readonly CurationRow[],
  people: number,
  context: CurationContext,
) => Promise<Ranking>;

/**
 * Rows by uncertainty, highest first; rows whose uncertainty is unknown before all others, because
 * nothing speaks for their label.
 */
export function mostUncertainFirst(uncertainty: Float64Array): number[] {
  const key = (row: number): number =>
    Number.isNaN(uncertainty[row]!) ? Infinity : uncertainty[row]!;
  return [...uncertainty.keys()].sort((a, b) => (key(a) === key(b) ? a - b : key(b) - key(a)));
}

/** Labels that rows already carry. */
export function givenLabels(rows: readonly CurationRow[]): LabelValue[] {
  return rows.map((row) => row.label);
}

/** People see the chosen rows first, then the others as they stand. */
export function ranking(
  rows: readonly CurationRow[],
  chosen: readonly number[],
  calls: number,
  figures: Readonly<Record<string, unknown>>,
): Ranking {
  const taken = new Set(chosen);
  const order = [...chosen, ...[...rows.keys()].filter((row) => !taken.has(row))];
  return {
    uncertainty: new Float64Array(rows.length).fill(NaN),
    order,
    answers: givenLabels(rows),
    calls,
    figures: { chosen: chosen.length, ...figures },
  };
}
