import { setImmediate as nextTurn } from "node:timers/promises";
import { innerProduct } from "../../base/statistics/inner-product.js";

const PRODUCTS_A_TURN = 1 << 14;

export interface FarthestFirstOptions {
  /** How many vectors are taken; all where there are no more. */
  readonly count: number;
  /** Position taken first where there are no centres. Default: the vector nearest to the mean. */
  readonly start?: number;
  /** Vectors that are taken already. */
  readonly centres?: readonly ArrayLike<number>[];
  /** Called after each vector taken; may throw to stop. */
  readonly onTaken?: (taken: number) => void;
}

/**
 * Takes vectors so that no other is far from a taken one: the farthest from all taken ones is next
 * (the greedy solution of k-center, Gonzalez 1985; at most twice the best radius). Unit vectors,
 * compared by cosine; of equally far ones the first is taken.
 *
 * @returns positions in the order in which they were taken, and the largest cosine of each vector
 *         with a taken one
 */
export async function farthestFirst(
  vectors: readonly ArrayLike<number>[],
  { count, start, centres = [], onTaken }: FarthestFirstOptions,
): Promise<{ readonly taken: number[]; readonly nearest: Float64Array }> {
  const nearest = new Float64Array(vectors.length).fill(-Infinity);
  let products = 0;
  const cover = async (centre: ArrayLike<number>): Promise<void> => {
    for (const [position, vector] of vectors.entries()) {
      nearest[position] = Math.max(nearest[position]!, innerProduct(centre, vector));
      if (++products % PRODUCTS_A_TURN === 0) await nextTurn();
    }
  };
  for (const centre of centres) await cover(centre);
  onTaken?.(0);
  const taken: number[] = [];
  const isTaken = new Uint8Array(vectors.length);
  while (taken.length < Math.min(count, vectors.length)) {
    const next =
      taken.length > 0 || centres.length > 0
        ? farthest(nearest, isTaken)
        : (start ?? nearestToMean(vectors));
    taken.push(next);
    isTaken[next] = 1;
    await cover(vectors[next]!);
    onTaken?.(taken.length);
  }
  return { taken, nearest };
}

function farthest(nearest: Float64Array, isTaken: Uint8Array): number {
  let best = -1;
  for (const [position, similarity] of nearest.entries())
    if (isTaken[position] === 0 && (best < 0 || similarity < nearest[best]!)) best = position;
  return best;
}

function nearestToMean(vectors: readonly ArrayLike<number>[]): number {
  const mean = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let d = 0; d < mean.length; d++) mean[d]! += vector[d]!;
  let best = 0;
  let most = -Infinity;
  for (const [position, vector] of vectors.entries()) {
    const similarity = innerProduct(mean, vector);
    if (similarity > most) [best, most] = [position, similarity];
  }
  return best;
}
