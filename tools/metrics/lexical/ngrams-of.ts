import { DatawrightError } from "../../../base/errors.js";
import { longerNgrams, unigrams, type Ngrams } from "./ngrams.js";
import { tokenIds, type TokenIds } from "./token-ids.js";

/** The n-grams of texts. @throws SHAPE if n is not a positive whole number */
export function ngramsOf(texts: readonly string[], n: number): Ngrams {
  if (!Number.isInteger(n) || n < 1)
    throw new DatawrightError({
      code: "SHAPE",
      message: `n-grams need a positive whole n, not ${n}`,
    });
  let last: Ngrams | undefined;
  for (const ngrams of ngramsUpTo(tokenIds(texts), n)) last = ngrams;
  return last!;
}

/** The n-grams of tokens of each length from 1 to n. */
export function* ngramsUpTo(tokens: TokenIds, n: number): Generator<Ngrams> {
  let ngrams = unigrams(tokens);
  yield ngrams;
  for (let length = 1; length < n; length++) {
    ngrams = longerNgrams(ngrams, tokens, length);
    yield ngrams;
  }
}
