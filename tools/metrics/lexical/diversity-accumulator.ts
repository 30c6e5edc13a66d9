import { metricTokens } from "./metric-tokens.js";

/** Lexical diversity of a set of texts. */
export interface LexicalDiversity {
  readonly texts: number;
  readonly tokens: number;
  /** Number of distinct tokens. */
  readonly vocabulary: number;
  /** Distinct n-grams over all n-grams, for n = 1, 2, 3; null where there is none (Li et al. 2016). */
  readonly distinct1: number | null;
  readonly distinct2: number | null;
  readonly distinct3: number | null;
}

/**
 * Vocabulary size and distinct-n of texts that come one by one; n-grams do not cross texts.
 *
 * Memory grows with the number of distinct n-grams, not with the number of texts.
 */
export class DiversityAccumulator {
  readonly #ids = new Map<string, number>();
  /** Numbers of the distinct bigrams, in the order in which they came. */
  readonly #bigrams = new Map<number, number>();
  readonly #trigrams = new Set<number>();
  #texts = 0;
  #counts: [number, number, number] = [0, 0, 0];

  add(text: string): void {
    const tokens = metricTokens(text);
    this.#texts++;
    let previous = -1;
    let before = -1;
    tokens.forEach((token, position) => {
      let id = this.#ids.get(token);
      if (id === undefined) {
        id = this.#ids.size;
        this.#ids.set(token, id);
      }
      this.#counts[0]++;
      let bigram = -1;
      if (position > 0) {
        this.#counts[1]++;
        const key = pairKey(previous, id);
        bigram = this.#bigrams.get(key) ?? this.#bigrams.size;
        if (bigram === this.#bigrams.size) this.#bigrams.set(key, bigram);
      }
      if (position > 1) {
        this.#counts[2]++;
        this.#trigrams.add(pairKey(before, id));
      }
      before = bigram;
      previous = id;
    });
  }

  result(): LexicalDiversity {
    const share = (distinct: number, count: number) => (count === 0 ? null : distinct / count);
    return {
      texts: this.#texts,
      tokens: this.#counts[0],
      vocabulary: this.#ids.size,
      distinct1: share(this.#ids.size, this.#counts[0]),
      distinct2: share(this.#bigrams.size, this.#counts[1]),
      distinct3: share(this.#trigrams.size, this.#counts[2]),
    };
  }
}

/** Two numbers in one exact double: a bigram or a word below 2^27 and a word below 2^26. */
function pairKey(first: number, second: number): number {
  return first * 2 ** 26 + second;
}
