import { DatawrightError } from "../errors.js";

/** Arithmetic mean, summed with compensation (Neumaier 1974); NaN for an empty list. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return (sum + lost) / values.length;
}

/** Unbiased sample variance (divides by n - 1); 0 for a single value, NaN for none. */
export function variance(values: ArrayLike<number>): number {
  if (values.length === 1) return 0;
  const centre = mean(values);
  let sum = 0;
  for (let index = 0; index < values.length; index++)
    sum += ((values[index] as number) - centre) ** 2;
  return sum / (values.length - 1);
}

/** Square root of the unbiased sample variance. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values));
}

/**
 * The q-quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan
 * 1996); NaN for an empty list.
 *
 * @throws SHAPE if q is outside [0, 1]
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  if (!(q >= 0 && q <= 1))
    throw new DatawrightError({ code: "SHAPE", message: `quantile ${q} is outside [0, 1]` });
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return NaN;
  const position = q * (sorted.length - 1);
  const lower = Math.floor(position);
  const below = sorted[lower] as number;
  const above = sorted[Math.min(lower + 1, sorted.length - 1)] as number;
  return position === lower ? below : below + (position - lower) * (above - below);
}
