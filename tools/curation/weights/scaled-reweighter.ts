import type { CurationContext, CurationRow, Reweighter, ReweightOutcome } from "../contract.js";

/** Unscaled weights, NaN for rows that the method does not apply to; or why it applies to none. */
export type RawWeights =
  | { readonly weights: ArrayLike<number>; readonly figures?: Readonly<Record<string, unknown>> }
  | { readonly notApplied: string; readonly figures?: Readonly<Record<string, unknown>> };

/**
 * No weight that a small model gives is above this times the mean: one row would stand for too many
 * others.
 */
const MOST_WEIGHT = 10;

/**
 * A reweighter from raw weights. Whatever the method: rows that it does not apply to count as much
 * as its average row, weights that rows came with are multiplied in, and the mean is 1. Where
 * nothing is left above 0, all rows count the same. The figures give the effective number of rows,
 * (sum w)^2 / sum w^2 (Kish 1965).
 *
 * @param gated false for weights that do not rest on a small model's opinion: no bound, no gate
 */
export function scaledReweighter(
  name: string,
  weigh: (rows: readonly CurationRow[], context: CurationContext) => Promise<RawWeights>,
  { gated = true }: { readonly gated?: boolean } = {},
): Reweighter {
  return {
    name,
    gated,
    weigh: async (rows, context) => scaled(name, rows, { raw: await weigh(rows, context), gated }),
  };
}

function scaled(
  name: string,
  rows: readonly CurationRow[],
  { raw, gated }: { readonly raw: RawWeights; readonly gated: boolean },
): ReweightOutcome {
  const found =
    "weights" in raw ? Float64Array.from(raw.weights) : new Float64Array(rows.length).fill(NaN);
  const { method, bounded } = gated ? boundedWeights(found) : { method: found, bounded: 0 };
  const applied = method.filter((value) => !Number.isNaN(value));
  const average = applied.reduce((sum, value) => sum + value, 0) / applied.length;
  const usable = average > 0 && average < Infinity;
  const weights = Float64Array.from(
    rows,
    (row, index) =>
      row.weight * (usable && !Number.isNaN(method[index]!) ? method[index]! / average : 1),
  );
  const sum = weights.reduce((total, value) => total + value, 0);
  const uniform = !(sum > 0);
  const mean = uniform ? 1 : sum / rows.length;
  const final = uniform ? weights.fill(1) : weights.map((value) => value / mean);
  const squares = final.reduce((total, value) => total + value * value, 0);
  return {
    name,
    weights: final,
    figures: {
      rows: rows.length,
      notApplicable: rows.length - applied.length,
      least: least(final),
      most: final.reduce((top, value) => Math.max(top, value), 0),
      effectiveRows: rows.length === 0 ? 0 : rows.length ** 2 / squares,
      effectiveShare: rows.length === 0 ? 1 : rows.length / squares,
      ...(gated ? { bounded } : {}),
      ...("notApplied" in raw
        ? { notApplied: raw.notApplied }
        : usable
          ? {}
          : { notApplied: "no row got a weight above 0; all count the same" }),
      ...raw.figures,
    },
  };
}

function least(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((low, value) => Math.min(low, value), Infinity);
}

/**
 * The weights cut off where the largest is `MOST_WEIGHT` times the mean of what is left, and how
 * many were; where fewer rows than that have a weight at all, they count the same.
 */
function boundedWeights(weights: Float64Array): { method: Float64Array; bounded: number } {
  const known = weights.filter((value) => value > 0 && value < Infinity);
  const judged = weights.filter((value) => !Number.isNaN(value)).length;
  const over = (cut: number): boolean =>
    cut * judged > MOST_WEIGHT * known.reduce((sum, value) => sum + Math.min(value, cut), 0);
  let high = known.reduce((most, value) => Math.max(most, value), 0);
  if (known.length === 0 || !over(high)) return { method: weights, bounded: 0 };
  let low = 0;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (over(middle)) high = middle;
    else low = middle;
  }
  const cut = low > 0 ? low : high;
  return {
    method: weights.map((value) => (value > cut ? cut : value)),
    bounded: known.filter((value) => value > cut).length,
  };
}
