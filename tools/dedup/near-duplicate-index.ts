import { DatawrightError } from "../../base/errors.js";
import { notationOf, type Notation } from "../../base/text/notation.js";
import { normalizeText } from "../../base/text/normalize.js";
import { BandTable } from "./band-table.js";
import { bandingFor, MinHash, writeBandKeys, type Banding } from "./minhash.js";
import { ShinglePool } from "./shingle-pool.js";
import { leastShared, sharedShingles } from "./shingles.js";

/** What adding a text found. */
export interface AddedText {
  /** The text's number: how many were added before. */
  readonly index: number;
  /**
   * The most similar earlier text that is no duplicate itself, the first of equals; null where the
   * text is new.
   */
  readonly duplicateOf: number | null;
  /** True Jaccard similarity with it; 0 where the text is new. */
  readonly jaccard: number;
}

/** Options of `NearDuplicateIndex`; they mean what they mean for `nearDuplicates`. */
export interface NearDuplicateIndexOptions {
  readonly threshold?: number;
  readonly shingle?: number;
  readonly permutations?: number;
  readonly seed?: string | number;
  /** What near texts must have in common beside their characters; "ignore" by default. */
  readonly notation?: Notation;
}

/**
 * Near-duplicate search over texts that come one by one: each is compared with those kept so far,
 * and kept unless it is a duplicate of one. The same banding and the same true Jaccard similarity
 * as `nearDuplicates`.
 *
 * Memory a kept text: 4 bytes a shingle, and about 16 bytes a band.
 */
export class NearDuplicateIndex {
  readonly #threshold: number;
  readonly #banding: Banding;
  readonly #minhash: MinHash;
  readonly #pool: ShinglePool;
  readonly #table: BandTable;
  readonly #keys: Uint32Array;
  readonly #notation: Notation;
  /** The notation of each kept text, by its place in the pool. */
  readonly #notations: string[] = [];
  readonly #byText = new Map<string, number>();
  /** The number of each kept text, by its place in the pool. */
  readonly #kept: number[] = [];
  #added = 0;

  /** @throws SHAPE if an option is out of range */
  constructor(options: NearDuplicateIndexOptions = {}) {
    const {
      threshold = 0.8,
      shingle = 5,
      permutations = 128,
      seed = 0,
      notation = "ignore",
    } = options;
    if (!(threshold > 0 && threshold <= 1) || !(shingle >= 1) || !(permutations >= 1)) {
      throw new DatawrightError({
        code: "SHAPE",
        message:
          `near duplicates: threshold ${threshold}, shingle ${shingle} or permutations ` +
          `${permutations} is out of range`,
      });
    }
    this.#threshold = threshold;
    this.#notation = notation;
    this.#banding = bandingFor(threshold, permutations);
    this.#minhash = new MinHash(permutations, seed);
    this.#pool = new ShinglePool(shingle);
    this.#table = new BandTable(this.#banding.bands);
    this.#keys = new Uint32Array(this.#banding.bands);
  }

  /** How many texts were added. */
  get size(): number {
    return this.#added;
  }

  /** Compares a text with those kept so far, and keeps it if it is new. */
  add(text: string): AddedText {
    const found = this.#compare(text, true);
    return { index: this.#added++, ...found };
  }

  /** What `add` would answer, without adding. */
  find(text: string): Omit<AddedText, "index"> {
    return this.#compare(text, false);
  }

  #compare(text: string, keep: boolean): Omit<AddedText, "index"> {
    const normal = normalizeText(text);
    const notation = notationOf(text, this.#notation);
    const equal = this.#byText.get(notation === "" ? normal : `${normal}\u0000${notation}`);
    if (equal !== undefined) return { duplicateOf: this.#kept[equal] as number, jaccard: 1 };
    const own = this.#pool.add(normal);
    const { shingles } = this.#pool;
    const start = this.#pool.start(own);
    const end = this.#pool.end(own);
    writeBandKeys(this.#minhash.signature(shingles, start, end), this.#banding, this.#keys, 0, 1);
    let nearest = -1;
    let jaccard = 0;
    this.#table.meeting(this.#keys, (other) => {
      if (this.#notations[other] !== notation) return;
      const from = this.#pool.start(other);
      const to = this.#pool.end(other);
      const sizes = end - start + to - from;
      const least = leastShared(end - start, to - from, this.#threshold);
      if (least > Math.min(end - start, to - from)) return;
      const shared = sharedShingles(shingles, start, end, shingles, from, to, least);
      if (shared < 0) return;
      const similarity = shared / (sizes - shared);
      if (similarity < jaccard || (similarity === jaccard && other > nearest)) return;
      nearest = other;
      jaccard = similarity;
    });
    if (nearest >= 0 || !keep) {
      this.#pool.pop();
      return { duplicateOf: nearest < 0 ? null : (this.#kept[nearest] as number), jaccard };
    }
    this.#table.add(this.#keys);
    this.#byText.set(notation === "" ? normal : `${normal}\u0000${notation}`, own);
    this.#notations.push(notation);
    this.#kept.push(this.#added);
    return { duplicateOf: null, jaccard: 0 };
  }
}
