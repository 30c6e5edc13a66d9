import type { SearchMethod } from "../contract.js";
import { fuseRanks } from "./fuse-ranks.js";
import { VectorSearch, type VectorSearchOptions } from "./vector-search.js";
import { WordIndex } from "./word-index.js";

/** Places of each ranking that are fused: deeper ones decide nothing. */
const FUSED = 100;

export interface PassageSearchOptions extends VectorSearchOptions {
  readonly count: number;
  /** Every text in its order, as often as it is asked for. */
  readonly texts: () => AsyncIterable<string>;
}

/**
 * Finds passages by words, by embedding or by both; each index is built when it is first needed.
 * The same query finds the same.
 */
export class PassageSearch {
  readonly #options: PassageSearchOptions;
  #words: Promise<WordIndex> | undefined;
  #vectors: Promise<VectorSearch> | undefined;

  constructor(options: PassageSearchOptions) {
    this.#options = options;
  }

  /** @returns places of the passages, best first */
  async positions(query: string, k: number, by: SearchMethod = "both"): Promise<number[]> {
    if (this.#options.count === 0 || query.trim() === "" || k <= 0) return [];
    const depth = by === "both" ? Math.max(k, FUSED) : k;
    const rankings: number[][] = [];
    if (by !== "embedding")
      rankings.push((await this.words()).search(query, depth).map(({ position }) => position));
    if (by !== "words")
      rankings.push(
        (await (await this.#vectorSearch()).search(query, depth)).map(({ position }) => position),
      );
    return fuseRanks(rankings, k);
  }

  /** The index of words, for callers that ask how rare a word is. */
  words(): Promise<WordIndex> {
    this.#words ??= WordIndex.build(this.#options.texts()).catch((error: unknown) => {
      this.#words = undefined;
      throw error;
    });
    return this.#words;
  }

  #vectorSearch(): Promise<VectorSearch> {
    // A failed request must be made again, not remembered.
    this.#vectors ??= VectorSearch.build(
      this.#options.count,
      this.#options.texts,
      this.#options,
    ).catch((error: unknown) => {
      this.#vectors = undefined;
      throw error;
    });
    return this.#vectors;
  }
}
