import { Memo } from "../../../base/memo/memo.js";
import { Random } from "../../../base/statistics/random.js";
import { innerProduct } from "../../../base/statistics/inner-product.js";

/**
 * Rows compared with each other or with a query, so that no order waits for a comparison with a
 * whole large data set.
 */
const MOST_COMPARED = 2000;

/**
 * The positions, or of more than `most` (2,000) as many drawn at random: the same for the same seed
 * and key.
 */
export function boundedPositions(
  positions: readonly number[],
  {
    seed,
    key,
    most = MOST_COMPARED,
  }: { readonly seed: number; readonly key: string; readonly most?: number },
): readonly number[] {
  return positions.length > most
    ? new Random(seed).derive("compared", key).sample(positions, most)
    : positions;
}

/** Queries remembered for a pool. Orders of one cell ask the same. */
const QUERIES_KEPT = 500;

const answered = new WeakMap<readonly number[], Memo<readonly number[]>>();

export interface NearestQuery {
  readonly text: string;
  readonly vector: Float32Array;
  readonly count: number;
  readonly seed: number;
}

/**
 * The `count` rows of a pool nearest to a query by cosine, nearest first; equal ones by position.
 * Vectors have unit length.
 */
export function nearestRows(
  pool: readonly number[],
  vectors: readonly Float32Array[],
  query: NearestQuery,
): readonly number[] {
  let kept = answered.get(pool);
  if (!kept) answered.set(pool, (kept = new Memo(QUERIES_KEPT)));
  return kept.of(`${query.count} ${query.text}`, () => compare(pool, vectors, query));
}

function compare(
  pool: readonly number[],
  vectors: readonly Float32Array[],
  { text, vector, count, seed }: NearestQuery,
): number[] {
  const ranked = boundedPositions(pool, { seed, key: text }).map((index) => ({
    index,
    similarity: innerProduct(vector, vectors[index]!),
  }));
  ranked.sort((a, b) => b.similarity - a.similarity || a.index - b.index);
  return ranked.slice(0, count).map(({ index }) => index);
}
