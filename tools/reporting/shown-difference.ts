import type { Summary } from "../../schema/report.js";

/** What the test with real data shows of training on the samples, beside training on the support rows. */
export interface ShownDifference {
  readonly shown: "worse" | "better" | "neither";
  /** Accuracy that the samples gain, below 0 where they lose: 0.01 is a point. */
  readonly value: number;
  /** 95 % interval of `value`; null in reports of earlier versions, which have one of each accuracy only. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/**
 * A difference is shown where its interval is without 0; where it has none, where the intervals of the two
 * accuracies have nothing in common. Null where there is nothing to compare.
 */
export function shownDifference({
  synthetic,
  real,
  difference,
}: Pick<Summary["downstream"], "synthetic" | "real" | "difference">): ShownDifference | null {
  if (synthetic === null || real === null) return null;
  const { value, low, high } = difference ?? {
    value: synthetic.accuracy - real.accuracy,
    low: synthetic.low - real.high,
    high: synthetic.high - real.low,
  };
  return {
    shown: high < 0 ? "worse" : low > 0 ? "better" : "neither",
    value,
    interval: difference ? { low, high } : null,
  };
}
