import { DatawrightError } from "../errors.js";

/** Halvings of the quantile: enough for double precision. */
const STEPS = 80;

/**
 * Probability that Student's t lies between -t and t, by the finite sums for whole degrees of freedom
 * (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
 */
function within(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const square = Math.cos(angle) ** 2;
  const odd = degrees % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let step = odd ? 3 : 2; step <= degrees - 2; step += 2) {
    term *= (square * (step - 1)) / step;
    sum += term;
  }
  const whole = Math.sin(angle) * sum;
  return odd ? (2 / Math.PI) * (angle + whole) : whole;
}

/**
 * Two-sided p-value of a t statistic; degrees of freedom that are no whole number count as the next
 * lower one, which is on the safe side.
 *
 * @throws SHAPE for less than one degree of freedom
 */
export function studentProbability(t: number, degrees: number): number {
  const whole = wholeDegrees(degrees);
  if (!Number.isFinite(t)) return Number.isNaN(t) ? 1 : 0;
  return Math.min(1, Math.max(0, 1 - within(Math.abs(t), whole)));
}

/**
 * How many standard errors an interval of this confidence reaches to each side: the quantile of
 * Student's t.
 *
 * @param confidence above 0 and below 1
 * @throws SHAPE for less than one degree of freedom, or a confidence out of range
 */
export function studentReach(confidence: number, degrees: number): number {
  const whole = wholeDegrees(degrees);
  if (!(confidence > 0 && confidence < 1))
    throw new DatawrightError({
      code: "SHAPE",
      message: `a confidence of ${confidence} is not above 0 and below 1`,
    });
  let [low, high] = [0, 1];
  while (within(high, whole) < confidence) high *= 2;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (within(middle, whole) < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** From some thousand degrees on the sums are long and nothing changes. */
const MOST_DEGREES = 2000;

function wholeDegrees(degrees: number): number {
  if (!(degrees >= 1))
    throw new DatawrightError({
      code: "SHAPE",
      message: `${degrees} degrees of freedom: at least 1 is needed`,
    });
  return Math.min(MOST_DEGREES, Math.floor(degrees));
}
