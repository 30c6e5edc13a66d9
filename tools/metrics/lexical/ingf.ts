import { checkTexts } from "../../../base/settings/check-options.js";
import { kindHolders, type Ngrams } from "./ngrams.js";
import { ngramsOf } from "./ngrams-of.js";

/**
 * Inter-sample n-gram frequency: the mean, over the different n-grams of the texts, of how many
 * texts hold it (after Mishra et al. 2020; publications differ in n and in the norm, this is the
 * definition used here). 1 where no text shares an n-gram with another, higher where texts repeat
 * each other; null without n-grams.
 *
 * @param n tokens of an n-gram, 2 by default
 * @throws SHAPE for a bad n or a text that is no string
 */
export function interSampleNgramFrequency(texts: readonly string[], n = 2): number | null {
  checkTexts(texts, "interSampleNgramFrequency");
  return sharedFrequency(ngramsOf(texts, n));
}

/** The same of n-grams that are counted. */
export function sharedFrequency(ngrams: Ngrams): number | null {
  if (ngrams.count === 0) return null;
  return kindHolders(ngrams).reduce((sum, holders) => sum + holders, 0) / ngrams.count;
}
