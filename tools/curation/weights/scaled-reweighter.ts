import type { CurationContext, CurationRow, Reweighter, ReweightOutcome } from "../contract.js";

/** Unscaled weights, NaN for rows that the method does not apply to; or why it applies to none. */
export type RawWeights =
  | { readonly weights: ArrayLike<number>; readonly figures?: Readonly<Record<string, unknown>> }
  | { readonly notApplied: string; readonly figures?: Readonly<Record<string, unknown>> };

/**
 * A reweighter from raw weights. Whatever the method: rows that it does not apply to count as much
 * as its average row, weights that rows came with are multiplied in, and the mean is 1. Where
 * nothing is left above 0, all rows count the same.
 */
export function scaledReweighter(
  name: string,
  weigh: (rows: readonly CurationRow[], context: CurationContext) => Promise<RawWeights>,
): Reweighter {
  return {
    name,
    weigh: async (rows, context) => scaled(name, rows, await weigh(rows, context)),
  };
}

function scaled(name: string, rows: readonly CurationRow[], raw: RawWeights): ReweightOutcome {
  const method =
    "weights" in raw ? Float64Array.from(raw.weights) : new Float64Array(rows.length).fill(NaN);
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
      effectiveShare: rows.length === 0 ? 1 : rows.length / squares,
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
