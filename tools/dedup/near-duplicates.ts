import { DatawrightError } from "../../base/errors.js";
import {
  CALLBACK,
  checkOptions,
  checkTexts,
  integerFrom,
  SHARE,
} from "../../base/settings/check-options.js";
import { normalizeText } from "../../base/text/normalize.js";
import { DisjointSets } from "./disjoint-sets.js";
import { bandingFor, MinHash, writeBandKeys } from "./minhash.js";
import { RareShingleJoin } from "./rare-shingle-join.js";
import { ShinglePool } from "./shingle-pool.js";
import { leastShared, sharedShingles } from "./shingles.js";
import { sortByKey } from "./sort-by-key.js";

/** Two texts, by index with a < b, and the true Jaccard similarity of their shingle sets. */
interface DuplicatePair {
  readonly a: number;
  readonly b: number;
  readonly jaccard: number;
}

/** Options of `nearDuplicates`. */
export interface NearDuplicateOptions {
  /** Least Jaccard similarity of a pair, in (0, 1]; 0.8 by default. */
  readonly threshold?: number;
  /** Characters of a shingle; 5 by default. */
  readonly shingle?: number;
  /**
   * Bins of a MinHash signature; 128 by default. More find more of the pairs near the threshold and
   * cost time.
   */
  readonly permutations?: number;
  /**
   * Bands of the signature; by default chosen so that a pair at the threshold is found with
   * probability 0.985 or more.
   */
  readonly bands?: number;
  readonly seed?: string | number;
  /** Told the share done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/** What `nearDuplicates` found. */
export interface NearDuplicates {
  /**
   * Verified pairs in order. Texts equal after normalisation are paired with the first of them
   * only.
   */
  readonly pairs: DuplicatePair[];
  /** Texts joined by pairs, two or more each, in order. */
  readonly clusters: number[][];
  /** The first text of each cluster and every text in none, in order. */
  readonly kept: number[];
  /**
   * Meetings in buckets of more than 64 texts that were not verified because the two were in one
   * cluster already; 0 where every pair was looked at.
   */
  readonly implied: number;
}

const LARGE_BUCKET = 64;

/**
 * Near-duplicate texts: MinHash signatures of character shingles of the normalised text (Broder
 * 1997), banded into buckets, each candidate verified by its true Jaccard similarity, so that every
 * reported pair holds.
 *
 * Memory is about 4 bytes a shingle and 4 bytes a band and text; time grows about linearly. Runs on
 * the calling thread.
 *
 * @throws SHAPE if an option is out of range
 */
export function nearDuplicates(
  texts: readonly string[],
  options: NearDuplicateOptions = {},
): NearDuplicates {
  checkOptions(options, {
    of: "nearDuplicates",
    rules: {
      threshold: SHARE,
      shingle: integerFrom(1),
      permutations: integerFrom(1),
      bands: integerFrom(1),
      seed: {
        expected: "an integer or a string",
        holds: (value) => typeof value === "string" || Number.isSafeInteger(value),
      },
      onProgress: CALLBACK,
    },
  });
  checkTexts(texts, "nearDuplicates");
  const { threshold = 0.8, shingle = 5, permutations = 128, seed = 0, onProgress } = options;
  const banding =
    options.bands === undefined
      ? bandingFor(threshold, permutations)
      : { bands: options.bands, rows: Math.floor(permutations / options.bands) };
  if (!(banding.rows >= 1))
    throw new DatawrightError({
      code: "SHAPE",
      message: `${options.bands} bands do not fit ${permutations} permutations`,
    });

  const pairs: DuplicatePair[] = [];
  const sets = new DisjointSets(texts.length);
  const { representatives, pool } = gather(texts, shingle, (a, b) => {
    pairs.push({ a, b, jaccard: 1 });
    sets.join(a, b);
  });
  const count = representatives.length;
  const keys = new Uint32Array(count * banding.bands);
  const minhash = new MinHash(permutations, seed);
  for (let index = 0; index < count; index++) {
    writeBandKeys(
      minhash.signature(pool.shingles, pool.start(index), pool.end(index)),
      banding,
      keys,
      index,
      count,
    );
    if ((index & 0x3fff) === 0) onProgress?.((0.5 * index) / count);
  }

  const verified = new Set<number>();
  const verify = (x: number, y: number) => {
    const a = Math.min(x, y);
    const b = Math.max(x, y);
    const sizeA = pool.end(a) - pool.start(a);
    const sizeB = pool.end(b) - pool.start(b);
    const least = leastShared(sizeA, sizeB, threshold);
    if (least > Math.min(sizeA, sizeB)) return;
    const shared = sharedShingles(
      pool.shingles,
      pool.start(a),
      pool.end(a),
      pool.shingles,
      pool.start(b),
      pool.end(b),
      least,
    );
    if (shared < 0 || verified.has(a * count + b)) return;
    verified.add(a * count + b);
    const first = representatives[a] as number;
    const second = representatives[b] as number;
    pairs.push({ a: first, b: second, jaccard: shared / (sizeA + sizeB - shared) });
    sets.join(first, second);
  };
  let implied = 0;
  let rare: RareShingleJoin | undefined;
  const clusterOf = (member: number) => sets.find(representatives[member] as number);
  for (let band = 0; band < banding.bands; band++) {
    const column = keys.subarray(band * count, (band + 1) * count);
    const order = sortByKey(column);
    for (let start = 0; start < count;) {
      let end = start + 1;
      while (end < count && column[order[end] as number] === column[order[start] as number]) end++;
      if (end - start > LARGE_BUCKET) {
        rare ??= new RareShingleJoin(pool, threshold);
        implied += rare.candidates(order.subarray(start, end), clusterOf, verify);
      } else {
        for (let i = start; i < end; i++)
          for (let j = i + 1; j < end; j++) verify(order[i] as number, order[j] as number);
      }
      start = end;
    }
    onProgress?.(0.5 + (0.5 * (band + 1)) / banding.bands);
  }
  pairs.sort((x, y) => x.a - y.a || x.b - y.b);
  const kept: number[] = [];
  for (let index = 0; index < texts.length; index++)
    if (sets.find(index) === index) kept.push(index);
  return { pairs, clusters: sets.groups(), kept, implied };
}

/**
 * The shingles of each text that differs from all before after normalisation; the others are
 * reported with their first.
 */
function gather(
  texts: readonly string[],
  shingle: number,
  equal: (first: number, index: number) => void,
): { representatives: Int32Array; pool: ShinglePool } {
  let characters = 0;
  for (const text of texts) characters += text.length;
  const pool = new ShinglePool(shingle, { texts: texts.length, shingles: characters });
  const representatives = new Int32Array(texts.length);
  const firstOf = new Map<string, number>();
  texts.forEach((text, index) => {
    const normal = normalizeText(text);
    const first = firstOf.get(normal);
    if (first !== undefined) return equal(first, index);
    firstOf.set(normal, index);
    representatives[pool.add(normal)] = index;
  });
  return { representatives: representatives.subarray(0, pool.count), pool };
}
