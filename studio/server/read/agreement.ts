import { bootstrapInterval } from "../../../base/statistics/bootstrap-interval.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { krippendorffAlpha } from "../../../tools/agreement/krippendorff-alpha.js";
import type { Growth } from "../../api/pairs.js";

const RESAMPLES = 400;
/** Points of a curve at most. */
const POINTS = 40;

/** An estimate as the API gives it. */
type Estimate = { value: number; low: number; high: number } | null;

/** A share with Wilson's interval; null of nothing. A tie may count one half. */
export function shareOf(agreed: number, of: number): Estimate {
  if (of === 0) return null;
  const { lower, upper } = wilsonInterval(agreed, of);
  return { value: agreed / of, low: lower, high: upper };
}

/** Krippendorff's alpha with a bootstrap interval over the items that two or more answered. */
export function alphaOf(values: readonly (readonly string[])[]): {
  alpha: Estimate;
  items: number;
} {
  const shared = values.filter((own) => own.length > 1);
  const value = krippendorffAlpha(shared);
  if (value === null) return { alpha: null, items: shared.length };
  const { lower, upper } = bootstrapInterval(
    shared.map((_, at) => at),
    {
      seed: "review",
      resamples: RESAMPLES,
      // Where a resample has one value only nobody disagreed in it.
      statistic: (drawn) => krippendorffAlpha([...drawn].map((at) => shared[at]!)) ?? 1,
    },
  );
  return { alpha: { value, low: lower, high: upper }, items: shared.length };
}

/** How a share stood after the first answers, up to all of them. */
export function growthOf(agreed: readonly boolean[]): Growth {
  const step = Math.max(1, Math.ceil(agreed.length / POINTS));
  const points: Growth = [];
  let right = 0;
  for (const [at, one] of agreed.entries()) {
    if (one) right += 1;
    const n = at + 1;
    if (n % step === 0 || n === agreed.length) points.push({ n, ...shareOf(right, n)! });
  }
  return points;
}
