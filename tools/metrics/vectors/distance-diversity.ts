import { Random } from "../../../base/statistics/random.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { mean, standardDeviation } from "../../../base/statistics/mean.js";
import { rowProduct, type UnitRows } from "./unit-rows.js";

/** A mean over some rows, with its 95 % interval where they are a sample of more. */
export interface SampledMean {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Rows that were averaged over. */
  readonly rows: number;
}

/** Cosine from which two texts say the same, as `semanticDuplicates` has it. */
const TWIN = 0.95;

/** The distances of rows to their nearest other one. */
export interface NearestDistances extends SampledMean {
  /** Share of the rows whose nearest other one has a cosine of at least 0.95. */
  readonly twins: { readonly share: number; readonly low: number; readonly high: number };
}

/**
 * Chamfer diversity (Cox et al. 2021) in cosine distance: the mean distance of a vector at length 1 to
 * its nearest other one, exact against all vectors; with the interval of a sample. Null for fewer
 * than two.
 *
 * @param options.sample at most this many vectors, drawn by seed, are averaged over (2,000 by
 *         default); each costs O(n d)
 */
export function chamferOfRows(
  units: UnitRows,
  { sample = 2000, seed = 0 }: { readonly sample?: number; readonly seed?: string | number } = {},
): NearestDistances | null {
  if (units.rows < 2) return null;
  const rows = new Random(seed).sample(
    Array.from({ length: units.rows }, (_, row) => row),
    sample,
  );
  const distances = rows.map((row) => {
    let nearest = -Infinity;
    for (let other = 0; other < units.rows; other++)
      if (other !== row) nearest = Math.max(nearest, rowProduct(units, row, units, other));
    return Math.max(0, 1 - nearest);
  });
  const value = mean(distances);
  // All rows are no sample: the mean is exact.
  const error =
    rows.length === units.rows
      ? 0
      : (1.96 * standardDeviation(distances) * Math.sqrt(1 - rows.length / units.rows)) /
        Math.sqrt(rows.length);
  const twins = distances.filter((distance) => distance <= 1 - TWIN + 1e-6).length;
  const { lower, upper } = wilsonInterval(twins, rows.length);
  return {
    value,
    low: Math.max(0, value - error),
    high: value + error,
    rows: rows.length,
    twins: { share: twins / rows.length, low: lower, high: upper },
  };
}
