import { DatawrightError } from "../../../base/errors.js";

/**
 * Gini coefficient of counts: 0 where all are equal, towards 1 where one has everything; 0 for no
 * counts or all zero.
 *
 * @throws SHAPE if a count is negative or not finite
 */
export function gini(counts: ArrayLike<number>): number {
  const sorted = Float64Array.from(counts).sort();
  let sum = 0;
  let weighted = 0;
  sorted.forEach((count, index) => {
    if (!(count >= 0) || count === Infinity)
      throw new DatawrightError({ code: "SHAPE", message: `gini got the count ${count}` });
    sum += count;
    weighted += (index + 1) * count;
  });
  return sum === 0
    ? 0
    : (2 * weighted) / (sorted.length * sum) - (sorted.length + 1) / sorted.length;
}
