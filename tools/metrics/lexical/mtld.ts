import { hash32 } from "../../../base/statistics/hash.js";
import { metricTokens } from "./metric-tokens.js";

/** Share of different words at which a stretch of text ends. */
const THRESHOLD = 0.72;
/** Fewer words say nothing (McCarthy and Jarvis 2010). */
const FEWEST_WORDS = 50;

/**
 * Measure of textual lexical diversity (McCarthy and Jarvis 2010): the mean length of stretches of
 * words in which the share of different words stays above 0.72, forwards and backwards, the rest
 * counted in part. Of several texts one behind the other, in an order drawn from what they say, so
 * that the order of the rows does not matter; words only, no punctuation.
 *
 * @returns words of a stretch; null for fewer than 50 words, or where none comes twice
 */
export function mtld(texts: readonly string[]): number | null {
  const words = texts
    .map((text) => ({ text, at: hash32(text) }))
    .sort((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1))
    .flatMap(({ text }) => metricTokens(text).filter((token) => /[\p{L}\p{N}]/u.test(token)));
  if (words.length < FEWEST_WORDS) return null;
  const both = [stretches(words), stretches(words.reverse())];
  if (both.some((count) => count === 0)) return null;
  return words.length * (1 / both[0]! + 1 / both[1]!) * 0.5;
}

/** How many stretches words make, the last one in part. */
function stretches(words: readonly string[]): number {
  let count = 0;
  let length = 0;
  const seen = new Set<string>();
  for (const word of words) {
    length++;
    seen.add(word);
    if (seen.size / length > THRESHOLD) continue;
    count++;
    length = 0;
    seen.clear();
  }
  return length === 0 ? count : count + (1 - seen.size / length) / (1 - THRESHOLD);
}
