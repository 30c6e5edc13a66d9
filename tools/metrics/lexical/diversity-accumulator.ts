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
  readonly #bigrams = new Set<number>();
  readonly #trigrams = new Set<string>();
  #texts = 0;
  #counts: [number, number, number] = [0, 0, 0];

  add(text: string): void {
    const tokens = metricTokens(text);
    this.#texts++;
    let previous = -1;
    let beforeThat = -1;
    tokens.forEach((token, position) => {
      let id = this.#ids.get(token);
      if (id === undefined) {
        id = this.#ids.size;
        this.#ids.set(token, id);
      }
      this.#counts[0]++;
      // Two numbers below 2^26 fit in one exact double.
      if (position > 0) {
        this.#counts[1]++;
        this.#bigrams.add(previous * 67108864 + id);
      }
      if (position > 1) {
        this.#counts[2]++;
        this.#trigrams.add(`${beforeThat},${previous},${id}`);
      }
      beforeThat = previous;
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
