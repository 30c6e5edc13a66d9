/** Where in which list a token stands. */
interface Postings {
  readonly lists: number[];
  readonly positions: number[];
}

/**
 * An inverted index over the rarest tokens of each list (prefix filter, Chaudhuri et al. 2006, with
 * the positions of PPJoin, Xiao et al. 2008).
 *
 * Two lists that share at least o tokens share one among the first (length - o + 1) of each, in any
 * order of tokens that both follow. The order here: tokens that came after the last `reorder`
 * first, the newest before the older, then by how often they occurred at that time; a new token
 * never changes the order of the others, so what is indexed stays valid.
 */
export class PrefixPostings {
  #rank: number[] = [];
  #frequency: number[] = [];
  #postings: (Postings | undefined)[] = [];

  /** Makes all tokens below `count` known. */
  know(count: number): void {
    for (let token = this.#rank.length; token < count; token++) {
      this.#rank.push(-1 - token);
      this.#frequency.push(0);
      this.#postings.push(undefined);
    }
  }

  /** A sorted copy, rarest token first. */
  rarestFirst(tokens: Int32Array): Int32Array {
    const rank = this.#rank;
    const sorted = tokens.slice();
    if (sorted.length > 64) return sorted.sort((a, b) => (rank[a] as number) - (rank[b] as number));
    // Most lists are short; insertion sort does without a call for each comparison.
    for (let index = 1; index < sorted.length; index++) {
      const token = sorted[index] as number;
      const order = rank[token] as number;
      let hole = index;
      while (hole > 0 && (rank[sorted[hole - 1] as number] as number) > order) {
        sorted[hole] = sorted[hole - 1] as number;
        hole--;
      }
      sorted[hole] = token;
    }
    return sorted;
  }

  /** Indexes the first `prefix` tokens of a list. */
  add(list: number, tokens: Int32Array, prefix: number): void {
    const sorted = this.rarestFirst(tokens);
    for (let position = 0; position < sorted.length; position++) {
      const token = sorted[position] as number;
      this.#frequency[token] = (this.#frequency[token] as number) + 1;
      if (position >= prefix || (position > 0 && token === sorted[position - 1])) continue;
      const postings = (this.#postings[token] ??= { lists: [], positions: [] });
      postings.lists.push(list);
      postings.positions.push(position);
    }
  }

  /** The lists that hold the token in their prefix, in the order of adding. */
  at(token: number): Postings | undefined {
    return this.#postings[token];
  }

  /** Empties the index and orders the tokens by how often they occurred in it. */
  reorder(): void {
    const frequency = this.#frequency;
    const byFrequency = frequency
      .map((_count, token) => token)
      .sort((a, b) => (frequency[a] as number) - (frequency[b] as number) || a - b);
    byFrequency.forEach((token, rank) => (this.#rank[token] = rank));
    frequency.fill(0);
    this.#postings.fill(undefined);
  }
}
