import { checkAligned, checkFinite } from "./rated.js";
import { ranks } from "./correlation.js";

/**
 * Area under the curve of hits against false alarms (AUROC): how often an item of the kind that is
 * looked for has a higher score than one of the other kind, equal scores at one half.
 *
 * @param positive true for the items of the kind that is looked for
 * @returns        0 to 1; null where one of the two kinds is missing
 * @throws SHAPE if lengths differ, a list is empty, or a score is no finite number
 */
export function areaUnderCurve(
  scores: ArrayLike<number>,
  positive: readonly boolean[],
): number | null {
  checkAligned(scores, positive, { what: "areaUnderCurve" });
  checkFinite(scores, { what: "areaUnderCurve" });
  const hits = positive.filter(Boolean).length;
  const misses = positive.length - hits;
  if (hits === 0 || misses === 0) return null;
  const rank = ranks(scores);
  let sum = 0;
  for (const [at, isHit] of positive.entries()) if (isHit) sum += rank[at]!;
  return (sum - (hits * (hits + 1)) / 2) / (hits * misses);
}
