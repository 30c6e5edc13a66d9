import { notationOf, type Notation } from "../../base/text/notation.js";
import { normalizeText } from "../../base/text/normalize.js";
import { TimeSlices } from "../../base/workers/time-slices.js";
import type { SpooledPair } from "../../memory/spool/row-spool.js";
import { BandFile } from "./band-file.js";
import { bandingFor, MinHash, writeBandKeys, type Banding } from "./minhash.js";
import { ShinglePool } from "./shingle-pool.js";
import { leastShared, sharedShingles } from "./shingles.js";
import { sortByKey } from "./sort-by-key.js";

/** Where the texts are, and where pairs go. */
export interface SpooledTexts {
  readonly text: (n: number) => string;
  readonly addPair: (pair: SpooledPair) => void;
  readonly hasPair: (earlier: number, later: number) => boolean;
}

const PERMUTATIONS = 128;
/** Texts of a bucket that each later one is compared with. */
const HEADS = 64;

/**
 * Near duplicates among texts that do not fit the memory: the band keys of their MinHash signatures
 * (Broder 1997) are on disk and sorted band by band; texts that meet are read again and verified by
 * their true Jaccard similarity. In a bucket of more than 64 texts each is compared with the first 64.
 *
 * Memory: 20 bytes a text while a band is sorted.
 */
export class SpooledNearDuplicates {
  readonly #threshold: number;
  readonly #shingle: number;
  readonly #notation: Notation;
  readonly #banding: Banding;
  readonly #minhash = new MinHash(PERMUTATIONS, 0);
  readonly #file: BandFile;
  readonly #keys: Uint32Array;
  #numbers = new Uint32Array(1024);

  /** @throws DISK_FULL, STORE_FAILED */
  constructor(
    path: string,
    options: {
      readonly threshold: number;
      readonly shingle: number;
      readonly notation: Notation;
    },
  ) {
    this.#threshold = options.threshold;
    this.#shingle = options.shingle;
    this.#notation = options.notation;
    this.#banding = bandingFor(options.threshold, PERMUTATIONS);
    this.#keys = new Uint32Array(this.#banding.bands);
    this.#file = new BandFile(path, this.#banding.bands);
  }

  /** Takes a text, known by a number above all before it. */
  add(n: number, text: string): void {
    const pool = new ShinglePool(this.#shingle);
    pool.add(normalizeText(text));
    const signature = this.#minhash.signature(pool.shingles, pool.start(0), pool.end(0));
    writeBandKeys(signature, this.#banding, this.#keys, 0, 1);
    if (this.#file.count === this.#numbers.length) {
      const grown = new Uint32Array(2 * this.#numbers.length);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#file.count] = n;
    this.#file.add(this.#keys);
  }

  /** Finds the pairs at or above the threshold. */
  async find(texts: SpooledTexts, progress: (share: number) => void): Promise<void> {
    const slices = new TimeSlices();
    const { bands } = this.#banding;
    for (let band = 0; band < bands; band++) {
      const keys = this.#file.band(band);
      const order = sortByKey(keys);
      for (let start = 0; start < order.length;) {
        let end = start + 1;
        while (end < order.length && keys[order[end]!] === keys[order[start]!]) end += 1;
        if (end - start > 1) this.#verify(order.subarray(start, end), texts);
        start = end;
        if (slices.over) await slices.turn();
      }
      progress((band + 1) / bands);
    }
  }

  close(): void {
    this.#file.close();
  }

  /** The texts of a bucket, in order. */
  #verify(bucket: Uint32Array, texts: SpooledTexts): void {
    const pool = new ShinglePool(this.#shingle);
    const notations: string[] = [];
    for (const [at, entry] of bucket.entries()) {
      const later = this.#numbers[entry]!;
      const text = texts.text(later);
      const own = pool.add(normalizeText(text));
      const notation = notationOf(text, this.#notation);
      for (let head = 0; head < Math.min(at, HEADS); head++) {
        const earlier = this.#numbers[bucket[head]!]!;
        if (notations[head] !== notation || texts.hasPair(earlier, later)) continue;
        const share = this.#jaccard(pool, head, own);
        if (share !== null) texts.addPair({ earlier, later, share });
      }
      if (at < HEADS) notations.push(notation);
      else pool.pop();
    }
  }

  /** The similarity of two texts of the pool; null below the threshold. */
  #jaccard(pool: ShinglePool, a: number, b: number): number | null {
    const [from, to, start, end] = [pool.start(a), pool.end(a), pool.start(b), pool.end(b)];
    const least = leastShared(to - from, end - start, this.#threshold);
    if (least > Math.min(to - from, end - start)) return null;
    const { shingles } = pool;
    const shared = sharedShingles(shingles, from, to, shingles, start, end, least);
    return shared < 0 ? null : shared / (to - from + end - start - shared);
  }
}
