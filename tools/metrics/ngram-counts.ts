import { DatawrightError } from "../../base/errors.js";

/**
 * How often each n-gram of tokens occurs, by its tokens joined with U+0001.
 * @throws SHAPE if n is not a positive whole number
 */
export function ngramCounts(
  tokens: readonly string[],
  n: number,
  counts = new Map<string, number>(),
): Map<string, number> {
  if (!Number.isInteger(n) || n < 1)
    throw new DatawrightError({
      code: "SHAPE",
      message: `n-grams need a positive whole n, not ${n}`,
    });
  for (let start = 0; start + n <= tokens.length; start++) {
    const gram =
      n === 1 ? (tokens[start] as string) : tokens.slice(start, start + n).join("\u0001");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
