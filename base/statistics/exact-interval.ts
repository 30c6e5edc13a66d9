import { binomialBelow } from "./binomial.js";
import { DatawrightError } from "../errors.js";
import type { Interval } from "./intervals.js";

/** Halvings of an end: enough for double precision. */
const STEPS = 52;
/** Probability beyond each end of a 95 % interval. */
const TAIL = 0.025;

/**
 * The exact 95 % interval of a proportion (Clopper and Pearson 1934): it holds the true one at least
 * so often, at any size of the sample; [0, 1] when nothing was observed.
 *
 * @throws SHAPE if the counts are no whole numbers or there are more successes than trials
 */
export function exactInterval(successes: number, trials: number): Interval {
  if (!Number.isSafeInteger(successes) || !(successes >= 0) || !(trials >= successes))
    throw new DatawrightError({
      code: "SHAPE",
      message: `${successes} successes of ${trials} trials is not a proportion`,
    });
  const below = (limit: number, probability: number): number =>
    binomialBelow(limit, { trials, probability });
  return {
    // At least so many successes become as likely as the tail.
    lower:
      successes === 0 ? 0 : crossing((probability) => 1 - below(successes, probability) < TAIL),
    // At most so many are no likelier than the tail any more.
    upper:
      successes === trials
        ? 1
        : crossing((probability) => below(successes + 1, probability) > TAIL),
  };
}

/** Where a condition that holds for small probabilities ends. */
function crossing(holds: (probability: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
