import { wilsonInterval } from "../../base/statistics/intervals.js";
import type { Difference } from "./difference.js";

/** A share: so many of so many. */
export interface Share {
  readonly successes: number;
  readonly trials: number;
}

/**
 * The difference of two shares: Newcombe's interval of it (1998, method 10), Fisher's exact test. Null
 * where one has no trial.
 */
export function proportionDifference(first: Share, second: Share): Difference | null {
  if (first.trials === 0 || second.trials === 0) return null;
  const [a, b] = [first.successes / first.trials, second.successes / second.trials];
  const own = wilsonInterval(first.successes, first.trials);
  const other = wilsonInterval(second.successes, second.trials);
  const difference = b - a;
  return {
    first: a,
    second: b,
    difference,
    low: difference - Math.hypot(b - other.lower, own.upper - a),
    high: difference + Math.hypot(other.upper - b, a - own.lower),
    probability: fisherExact(first, second),
    method: "Fisher",
  };
}

/** Rounding of probabilities that are equal. */
const TIE = 1e-7;

/** Two-sided p-value of Fisher's exact test (1922): all tables that are no likelier than this one. */
export function fisherExact(first: Share, second: Share): number {
  const successes = first.successes + second.successes;
  const trials = first.trials + second.trials;
  const factorials = logFactorials(trials);
  const choose = (n: number, k: number): number =>
    factorials[n]! - factorials[k]! - factorials[n - k]!;
  const of = (inFirst: number): number =>
    choose(first.trials, inFirst) +
    choose(second.trials, successes - inFirst) -
    choose(trials, successes);
  const observed = of(first.successes);
  let sum = 0;
  const least = Math.max(0, successes - second.trials);
  const most = Math.min(first.trials, successes);
  for (let inFirst = least; inFirst <= most; inFirst++) {
    const log = of(inFirst);
    if (log <= observed + TIE) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

function logFactorials(most: number): Float64Array {
  const found = new Float64Array(most + 1);
  for (let n = 2; n <= most; n++) found[n] = found[n - 1]! + Math.log(n);
  return found;
}
