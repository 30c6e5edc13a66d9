import { metricTokens } from "./metric-tokens.js";
import { ngramCounts } from "./ngram-counts.js";

/**
 * Inter-sample n-gram frequency: the mean, over the distinct n-grams of the texts, of how many
 * different texts hold it (after Mishra et al. 2020; publications differ in n and in the norm, this
 * is the definition used here). 1 where no text shares an n-gram with another, higher where texts
 * repeat each other; 0 without n-grams.
 *
 * @param n tokens of an n-gram, 2 by default. @throws SHAPE for a bad n
 */
export function interSampleNgramFrequency(texts: Iterable<string>, n = 2): number {
  const holders = new Map<string, number>();
  let total = 0;
  for (const text of texts) {
    for (const gram of ngramCounts(metricTokens(text), n).keys()) {
      holders.set(gram, (holders.get(gram) ?? 0) + 1);
      total++;
    }
  }
  return holders.size === 0 ? 0 : total / holders.size;
}
