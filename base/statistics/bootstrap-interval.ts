import { DatawrightError } from "../errors.js";
import { threadSlices } from "../workers/time-slices.js";
import type { Interval } from "./intervals.js";
import { mean, quantile } from "./mean.js";
import { Random } from "./random.js";

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
  const resamples = resampled(values, options);
  for (;;) {
    const { done, value } = resamples.next();
    if (done === true) return value;
  }
}

/** `bootstrapInterval` in slices of the event loop's thread: of 50,000 values it takes seconds. */
export async function bootstrapIntervalInSlices(
  values: ArrayLike<number>,
  options: BootstrapOptions,
): Promise<Interval> {
  const resamples = resampled(values, options);
  for (;;) {
    if (threadSlices.over) await threadSlices.turn();
    const { done, value } = resamples.next();
    if (done === true) return value;
  }
}

/** Stops after each resample. */
function* resampled(
  values: ArrayLike<number>,
  options: BootstrapOptions,
): Generator<void, Interval, void> {
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
    yield;
  }
  return {
    lower: quantile(estimates, (1 - level) / 2),
    upper: quantile(estimates, (1 + level) / 2),
  };
}
