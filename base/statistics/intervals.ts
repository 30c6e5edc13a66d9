import { DatawrightError } from "../errors.js";
import { mean, quantile } from "./mean.js";
import { Random } from "./random.js";

/** A closed interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Wilson's score interval for a proportion (Wilson 1927); [0, 1] when nothing was observed.
 *
 * @param z standard score of the level, 1.96 for 95 percent
 * @throws SHAPE if the counts are negative or there are more successes than trials
 */
export function wilsonInterval(successes: number, n: number, z = 1.959963984540054): Interval {
  if (!(successes >= 0) || !(n >= successes)) {
    throw new DatawrightError({
      code: "SHAPE",
      message: `${successes} successes of ${n} trials is not a proportion`,
    });
  }
  if (n === 0) return { lower: 0, upper: 1 };
  const proportion = successes / n;
  const square = (z * z) / n;
  const centre = (proportion + square / 2) / (1 + square);
  const half =
    (z / (1 + square)) * Math.sqrt((proportion * (1 - proportion)) / n + square / (4 * n));
  return {
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === n ? 1 : Math.min(1, centre + half),
  };
}

/** Options of `bootstrapInterval`. */
export interface BootstrapOptions {
  /** What is estimated from a resample; the mean by default. */
  readonly statistic?: (values: Float64Array) => number;
  /** Seed of the resampling: the same seed gives the same interval. */
  readonly seed: string | number;
  /** Number of resamples, at least 1; 1,000 by default. */
  readonly resamples?: number;
  /** Coverage in (0, 1); 0.95 by default. */
  readonly level?: number;
}

/**
 * Percentile bootstrap interval of a statistic (Efron 1979).
 *
 * @throws SHAPE if there is no value, or `level` or `resamples` is out of range
 */
export function bootstrapInterval(values: ArrayLike<number>, options: BootstrapOptions): Interval {
  const { statistic = mean, seed, resamples = 1000, level = 0.95 } = options;
  if (values.length === 0)
    throw new DatawrightError({
      code: "SHAPE",
      message: "a bootstrap interval needs at least one value",
    });
  if (!(level > 0 && level < 1) || !(resamples >= 1)) {
    throw new DatawrightError({
      code: "SHAPE",
      message: `bootstrap level ${level} must be in (0, 1) and resamples ${resamples} at least 1`,
    });
  }
  const random = new Random(seed);
  const drawn = new Float64Array(values.length);
  const estimates = new Float64Array(resamples);
  for (let round = 0; round < resamples; round++) {
    for (let index = 0; index < drawn.length; index++)
      drawn[index] = values[random.integer(values.length)] as number;
    estimates[round] = statistic(drawn);
  }
  return {
    lower: quantile(estimates, (1 - level) / 2),
    upper: quantile(estimates, (1 + level) / 2),
  };
}
