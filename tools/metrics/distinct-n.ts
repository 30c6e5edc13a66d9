import { metricTokens } from "./metric-tokens.js";
import { ngramCounts } from "./ngram-counts.js";

/**
 * Distinct n-grams over all n-grams of the texts (Li et al. 2016), in [0, 1]; 0 where no text has n
 * tokens.
 * @throws SHAPE for a bad n
 */
export function distinctN(texts: Iterable<string>, n: number): number {
  const counts = new Map<string, number>();
  let total = 0;
  for (const text of texts) {
    const tokens = metricTokens(text);
    ngramCounts(tokens, n, counts);
    total += Math.max(0, tokens.length - n + 1);
  }
  return total === 0 ? 0 : counts.size / total;
}
