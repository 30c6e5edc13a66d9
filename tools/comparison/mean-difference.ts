import { mean, variance } from "../../base/statistics/mean.js";
import { studentProbability, studentReach } from "../../base/statistics/student.js";
import type { Difference } from "./difference.js";

/** The difference of two means of unequal variance (Welch 1947). Null for fewer than two values. */
export function meanDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): Difference | null {
  if (first.length < 2 || second.length < 2) return null;
  const [a, b] = [variance(first) / first.length, variance(second) / second.length];
  const degrees =
    a + b === 0
      ? first.length + second.length - 2
      : (a + b) ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1));
  return differenceOf(
    { value: mean(first), variance: a },
    { value: mean(second), variance: b },
    { degrees, method: "Welch" },
  );
}

/** What is paid for each accepted row: so much for each draft, and so much beside all of them. */
export interface DraftCosts {
  readonly costs: ArrayLike<number>;
  /** 1 for an accepted draft, else 0. */
  readonly accepted: ArrayLike<number>;
  readonly beside: number;
}

/**
 * The difference of two costs of a row, each the ratio of two sums over the drafts, by the delta method.
 * Null where nothing was accepted.
 */
export function ratioDifference(first: DraftCosts, second: DraftCosts): Difference | null {
  const [a, b] = [ratioOf(first), ratioOf(second)];
  if (a === null || b === null) return null;
  const degrees = Math.min(first.costs.length, second.costs.length) - 1;
  return degrees < 1 ? null : differenceOf(a, b, { degrees, method: "delta" });
}

interface Estimated {
  readonly value: number;
  readonly variance: number;
}

function ratioOf({ costs, accepted, beside }: DraftCosts): Estimated | null {
  const rows = sumOf(accepted);
  if (rows === 0) return null;
  const value = (sumOf(costs) + beside) / rows;
  const n = costs.length;
  let spread = 0;
  const centre = sumOf(costs) / n - (value * rows) / n;
  for (let at = 0; at < n; at++) spread += (costs[at]! - value * accepted[at]! - centre) ** 2;
  return { value, variance: ((n / Math.max(1, n - 1)) * spread) / rows ** 2 };
}

/** Two estimates with their variances, compared by Student's t. */
export function differenceOf(
  first: Estimated,
  second: Estimated,
  { degrees, method }: { readonly degrees: number; readonly method: string },
): Difference {
  const difference = second.value - first.value;
  const error = Math.sqrt(first.variance + second.variance);
  const reach = error === 0 ? 0 : studentReach(0.95, degrees) * error;
  return {
    first: first.value,
    second: second.value,
    difference,
    low: difference - reach,
    high: difference + reach,
    probability:
      error === 0 ? (difference === 0 ? 1 : 0) : studentProbability(difference / error, degrees),
    method,
  };
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return sum;
}
