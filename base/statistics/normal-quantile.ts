import { DatawrightError } from "../errors.js";

const CENTRE = [
  [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ],
  [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972,
    -13.28068155288572, 1,
  ],
] as const;
const TAIL = [
  [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
    4.374664141464968, 2.938163982698783,
  ],
  [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
] as const;
const TAIL_FROM = 0.02425;

/**
 * The quantile of the standard normal distribution, to nine digits (Acklam's rational
 * approximation).
 *
 * @throws SHAPE if the probability is not above 0 and below 1
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1))
    throw new DatawrightError({
      code: "SHAPE",
      message: `a probability of ${probability} has no quantile; it must lie between 0 and 1`,
    });
  if (probability > 0.5) return -normalQuantile(1 - probability);
  if (probability < TAIL_FROM) {
    const q = Math.sqrt(-2 * Math.log(probability));
    return ratio(TAIL, q);
  }
  const q = probability - 0.5;
  return q * ratio(CENTRE, q * q);
}

function ratio([over, under]: readonly (readonly number[])[], at: number): number {
  const value = (of: readonly number[]): number =>
    of.reduce((sum, coefficient) => sum * at + coefficient, 0);
  return value(over!) / value(under!);
}
