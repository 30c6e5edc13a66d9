import { words } from "../../../base/text/words.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";

/**
 * Parameters of BM25: how soon more of the same word adds nothing, and how much long passages are
 * discounted.
 */
const SATURATION = 1.2;
const LENGTH_DISCOUNT = 0.75;
const FIRST_ROOM = 4096;

export interface Hit {
  /** Place of the passage among all, from 0. */
  readonly position: number;
  /** Higher is better. */
  readonly score: number;
}

/**
 * Finds texts by their words: BM25 (Robertson and Zaragoza 2009) with idf = ln(1 + (n - df + 0.5) /
 * (df + 0.5)), k1 = 1.2, b = 0.75, over the case-folded words of any script. Six bytes for each
 * different word of a text.
 */
export class WordIndex {
  readonly #terms: ReadonlyMap<string, number>;
  /** Postings of term t: texts and counts from starts[t] to starts[t + 1]. */
  readonly #starts: Uint32Array;
  readonly #texts: Uint32Array;
  readonly #counts: Uint16Array;
  readonly #lengths: Uint32Array;
  readonly #meanLength: number;

  private constructor(
    terms: ReadonlyMap<string, number>,
    parts: { starts: Uint32Array; texts: Uint32Array; counts: Uint16Array; lengths: Uint32Array },
  ) {
    this.#terms = terms;
    this.#starts = parts.starts;
    this.#texts = parts.texts;
    this.#counts = parts.counts;
    this.#lengths = parts.lengths;
    this.#meanLength =
      parts.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, parts.lengths.length);
  }

  static async build(texts: Iterable<string> | AsyncIterable<string>): Promise<WordIndex> {
    const slices = new TimeSlices();
    const terms = new Map<string, number>();
    const found = {
      terms: new Uint32Array(FIRST_ROOM),
      counts: new Uint16Array(FIRST_ROOM),
      size: 0,
    };
    const ends: number[] = [];
    const lengths: number[] = [];
    for await (const text of texts) {
      if (slices.over) await slices.turn();
      const tokens = words(text);
      const counts = new Map<string, number>();
      for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
      for (const [token, count] of counts) {
        let term = terms.get(token);
        if (term === undefined) terms.set(token, (term = terms.size));
        if (found.size === found.terms.length) grow(found);
        found.terms[found.size] = term;
        found.counts[found.size++] = Math.min(count, 65_535);
      }
      ends.push(found.size);
      lengths.push(tokens.length);
    }
    return new WordIndex(terms, {
      ...inverted(found, ends, terms.size),
      lengths: Uint32Array.from(lengths),
    });
  }

  /**
   * The k texts that fit a query best, best first; equal ones in their order. Texts without any
   * word of it are no hits.
   */
  search(query: string, k: number): Hit[] {
    const scores = new Float64Array(this.#lengths.length);
    const touched: number[] = [];
    for (const token of new Set(words(query))) {
      const { texts, counts, idf } = this.#postings(token);
      for (let at = 0; at < texts.length; at++) {
        const position = texts[at]!;
        const count = counts[at]!;
        const length =
          1 - LENGTH_DISCOUNT + (LENGTH_DISCOUNT * this.#lengths[position]!) / this.#meanLength;
        if (scores[position] === 0) touched.push(position);
        scores[position]! += (idf * count * (SATURATION + 1)) / (count + SATURATION * length);
      }
    }
    return best(scores, touched, k);
  }

  /** In how many texts a word is. */
  frequency(word: string): number {
    return this.#postings(word).texts.length;
  }

  #postings(token: string): { texts: Uint32Array; counts: Uint16Array; idf: number } {
    const term = this.#terms.get(token);
    const [start, end] =
      term === undefined ? [0, 0] : [this.#starts[term]!, this.#starts[term + 1]!];
    return {
      texts: this.#texts.subarray(start, end),
      counts: this.#counts.subarray(start, end),
      idf: Math.log(1 + (this.#lengths.length - (end - start) + 0.5) / (end - start + 0.5)),
    };
  }
}

/** The k highest, by insertion into a short list: few of many enter it. */
function best(scores: Float64Array, touched: readonly number[], k: number): Hit[] {
  const hits: Hit[] = [];
  const before = (a: Hit, b: Hit): boolean =>
    a.score > b.score || (a.score === b.score && a.position < b.position);
  for (const position of touched) {
    const hit = { position, score: scores[position]! };
    if (hits.length === k && !before(hit, hits[k - 1]!)) continue;
    let low = 0;
    for (let high = hits.length; low < high;) {
      const middle = (low + high) >> 1;
      if (before(hits[middle]!, hit)) low = middle + 1;
      else high = middle;
    }
    hits.splice(low, 0, hit);
    if (hits.length > k) hits.pop();
  }
  return hits;
}

function grow(found: { terms: Uint32Array; counts: Uint16Array }): void {
  const terms = new Uint32Array(found.terms.length * 2);
  const counts = new Uint16Array(found.terms.length * 2);
  terms.set(found.terms);
  counts.set(found.counts);
  Object.assign(found, { terms, counts });
}

/** From the words of each text to the texts of each word (counting sort). */
function inverted(
  found: { terms: Uint32Array; counts: Uint16Array; size: number },
  ends: readonly number[],
  size: number,
): { starts: Uint32Array; texts: Uint32Array; counts: Uint16Array } {
  const starts = new Uint32Array(size + 1);
  for (let at = 0; at < found.size; at++) starts[found.terms[at]! + 1]!++;
  for (let term = 0; term < size; term++) starts[term + 1]! += starts[term]!;
  const next = starts.slice(0, size);
  const texts = new Uint32Array(found.size);
  const counts = new Uint16Array(found.size);
  let at = 0;
  ends.forEach((end, position) => {
    for (; at < end; at++) {
      const place = next[found.terms[at]!]!++;
      texts[place] = position;
      counts[place] = found.counts[at]!;
    }
  });
  return { starts, texts, counts };
}
