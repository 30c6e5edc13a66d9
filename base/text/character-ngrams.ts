import { DatawrightError } from "../errors.js";
import { isAscii } from "./case-fold.js";

/**
 * Runs of n consecutive code points, overlapping, in order; the whole text where it is shorter than
 * n, none where it is empty.
 *
 * @throws SHAPE if n is not a positive whole number
 */
export function characterNgrams(text: string, n: number): string[] {
  if (!Number.isInteger(n) || n < 1)
    throw new DatawrightError({
      code: "SHAPE",
      message: `n-grams need a positive whole n, not ${n}`,
    });
  const characters = isAscii(text) ? text : Array.from(text);
  if (characters.length === 0) return [];
  if (characters.length <= n) return [text];
  return Array.from({ length: characters.length - n + 1 }, (_, start) => {
    const part = characters.slice(start, start + n);
    return typeof part === "string" ? part : part.join("");
  });
}
