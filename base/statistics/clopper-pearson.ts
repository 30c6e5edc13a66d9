import { DatawrightError } from "../errors.js";
import { binomialBelow } from "./binomial.js";

/** Halvings of an end: enough for double precision. */
const STEPS = 60;

/** What a proportion was observed in. */
export interface ProportionOptions {
  /** Trials that succeeded, a whole number from 0 to `trials`. */
  readonly successes: number;
  /** All trials, a whole number of at least 0. */
  readonly trials: number;
  /** Share of such intervals that hold the true proportion, above 0 and below 1. Default: 0.95. */
  readonly confidence?: number;
}

/**
 * The exact interval of a proportion (Clopper and Pearson 1934): it holds the true one at least as
 * often as `confidence` says, at any number of trials; [0, 1] when nothing was observed.
 *
 * Beyond each end lies (1 - confidence) / 2; the lower end for 2c - 1 is the one-sided bound for c.
 *
 * @throws SHAPE if the counts are no whole numbers, there are more successes than trials, or the
 *         confidence is not above 0 and below 1
 */
export function clopperPearson({ successes, trials, confidence = 0.95 }: ProportionOptions): {
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
} {
  if (!Number.isSafeInteger(successes) || !Number.isSafeInteger(trials))
    throw notAProportion(`${successes} successes of ${trials} trials are no whole numbers`);
  if (successes < 0 || trials < successes)
    throw notAProportion(`${successes} successes of ${trials} trials is not a proportion`);
  if (!(confidence > 0 && confidence < 1))
    throw notAProportion(`a confidence of ${confidence} is not above 0 and below 1`);
  const tail = (1 - confidence) / 2;
  // The side with fewer terms is added up.
  const atMost = (count: number, probability: number): number =>
    2 * (count + 1) <= trials
      ? binomialBelow(count + 1, { trials, probability })
      : 1 - binomialBelow(trials - count, { trials, probability: 1 - probability });
  return {
    // At least so many successes become as likely as the tail: counted as at most so many failures.
    low:
      successes === 0
        ? 0
        : crossing((probability) => atMost(trials - successes, 1 - probability) < tail).inside,
    // At most so many are no likelier than the tail any more.
    high:
      successes === trials
        ? 1
        : crossing((probability) => atMost(successes, probability) > tail).outside,
  };
}

/** Where a condition that holds for small probabilities ends: the last that has it, the first not. */
function crossing(holds: (probability: number) => boolean): { inside: number; outside: number } {
  let [inside, outside] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (inside + outside) / 2;
    if (middle <= inside || middle >= outside) break;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return { inside, outside };
}

function notAProportion(message: string): DatawrightError {
  return new DatawrightError({ code: "SHAPE", message });
}
