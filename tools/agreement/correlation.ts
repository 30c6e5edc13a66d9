import { mean } from "../../base/statistics/mean.js";
import { checkAligned, checkFinite } from "./rated.js";

function check(x: ArrayLike<number>, y: ArrayLike<number>, what: string): void {
  checkAligned(x, y, { what });
  checkFinite(x, { what });
  checkFinite(y, { what });
}

/**
 * Pearson's correlation of two lists of numbers.
 *
 * @returns -1 to 1; null where one of the lists is one value throughout
 * @throws SHAPE if lengths differ, a list is empty, or a value is no finite number
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  check(x, y, "pearson");
  const [centreX, centreY] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let at = 0; at < x.length; at++) {
    const [dx, dy] = [x[at]! - centreX, y[at]! - centreY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx === 0 || yy === 0 ? null : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/**
 * Spearman's rank correlation, equal values at the mean of their ranks.
 *
 * @returns -1 to 1; null where one of the lists is one value throughout
 * @throws SHAPE if lengths differ, a list is empty, or a value is no finite number
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  check(x, y, "spearman");
  return pearson(ranks(x), ranks(y));
}

/** Ranks from 1, equal values at the mean of theirs. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const found = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let at = start; at < end; at++) found[order[at]!] = (start + 1 + end) / 2;
    start = end;
  }
  return found;
}

/**
 * Kendall's tau-b (Kendall 1945): concordant less discordant pairs, corrected for ties; in
 * O(n log n) (Knight 1966).
 *
 * @returns -1 to 1; null where one of the lists is one value throughout
 * @throws SHAPE if lengths differ, a list is empty, or a value is no finite number
 */
export function kendallTauB(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  check(x, y, "kendallTauB");
  const n = x.length;
  const order = Array.from({ length: n }, (_, index) => index).sort(
    (a, b) => x[a]! - x[b]! || y[a]! - y[b]!,
  );
  const ordered = Float64Array.from(order, (index) => y[index]!);
  const tiedX = tiedPairs(order, (a, b) => x[a] === x[b]);
  const tiedBoth = tiedPairs(order, (a, b) => x[a] === x[b] && y[a] === y[b]);
  const swaps = inversions(ordered); // sorts `ordered`
  const tiedY = tiedPairs(
    Array.from(ordered, (_, index) => index),
    (a, b) => ordered[a] === ordered[b],
  );
  const pairs = (n * (n - 1)) / 2;
  if (tiedX === pairs || tiedY === pairs) return null;
  const difference = pairs - tiedX - tiedY + tiedBoth - 2 * swaps;
  return Math.max(-1, Math.min(1, difference / Math.sqrt((pairs - tiedX) * (pairs - tiedY))));
}

/** Pairs within runs of equal items. */
function tiedPairs(order: readonly number[], equal: (a: number, b: number) => boolean): number {
  let pairs = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && equal(order[start]!, order[end]!)) end++;
    pairs += ((end - start) * (end - start - 1)) / 2;
    start = end;
  }
  return pairs;
}

/** Sorts the values and counts the pairs that stood the wrong way round. */
function inversions(values: Float64Array): number {
  const spare = new Float64Array(values.length);
  let swaps = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        if (left < middle && (right >= end || values[left]! <= values[right]!))
          spare[at] = values[left++]!;
        else {
          if (left < middle) swaps += middle - left;
          spare[at] = values[right++]!;
        }
      }
    }
    values.set(spare);
  }
  return swaps;
}
