import { kindHolders, type Ngrams } from "./ngrams.js";

/**
 * Inter-sample n-gram frequency: the mean, over the different n-grams of the texts, of how many
 * texts hold it (after Mishra et al. 2020; publications differ in n and in the norm, this is the
 * definition used here). 1 where no text shares an n-gram with another, higher where texts repeat
 * each other; null without n-grams.
 */
export function interSampleNgramFrequency(ngrams: Ngrams): number | null {
  if (ngrams.count === 0) return null;
  return kindHolders(ngrams).reduce((sum, holders) => sum + holders, 0) / ngrams.count;
}
