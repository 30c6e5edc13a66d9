import { checkTexts } from "../../../base/settings/check-options.js";
import { ngramsOf } from "./ngrams-of.js";

/**
 * Different n-grams over all n-grams of the texts (Li et al. 2016), above 0 and at most 1; null
 * where no text has n tokens. Tokens are lower-cased words and single other characters; n-grams do
 * not cross texts.
 *
 * @param n tokens of an n-gram, at least 1
 * @throws SHAPE for a bad n or a text that is no string
 */
export function distinctN(texts: readonly string[], n: number): number | null {
  checkTexts(texts, "distinctN");
  const { kinds, count } = ngramsOf(texts, n);
  return kinds.length === 0 ? null : count / kinds.length;
}
