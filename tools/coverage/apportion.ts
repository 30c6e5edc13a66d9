import { DatawrightError } from "../../base/errors.js";

/**
 * Splits a whole number over weights by the largest remainder (Hamilton's method); the parts add up
 * to `total`.
 *
 * @param weights at least one above zero unless `total` is 0; a weight of zero gets nothing
 * @param firstTie index that wins equal remainders first; the others follow in circular order
 * @throws SHAPE if a weight is negative or not finite, or `total` is no whole number that could be
 *         given
 */
export function apportion(total: number, weights: readonly number[], firstTie = 0): number[] {
  const sum = weights.reduce((before, weight) => before + weight, 0);
  const broken = weights.some((weight) => !(weight >= 0) || !Number.isFinite(weight));
  if (broken || !Number.isSafeInteger(total) || total < 0 || (total > 0 && !(sum > 0))) {
    throw new DatawrightError({
      code: "SHAPE",
      message: `cannot split ${total} over the weights ${JSON.stringify(weights.slice(0, 8))}`,
    });
  }
  if (total === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  let rest = total - parts.reduce((before, part) => before + part, 0);
  const count = weights.length;
  const circular = (index: number): number => (index - (firstTie % count) + count) % count;
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: Math.round((value - Math.floor(value)) * 1e9) }))
    .filter(({ index }) => (weights[index] ?? 0) > 0)
    .sort((a, b) => b.remainder - a.remainder || circular(a.index) - circular(b.index));
  for (let turn = 0; rest > 0; turn++, rest--) {
    const winner = byRemainder[turn % byRemainder.length]!.index;
    parts[winner] = (parts[winner] ?? 0) + 1;
  }
  return parts;
}
