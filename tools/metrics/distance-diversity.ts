import { Random } from "../../base/statistics/random.js";
import { averagePairwiseSimilarity } from "./average-pairwise-similarity.js";
import { unitVectors } from "./unit-vectors.js";

/**
 * Remote-clique (Cox et al. 2021) in cosine distance: the mean distance of a vector to all others,
 * 1 minus the average pairwise similarity. Null for fewer than two vectors. @throws VECTOR_INVALID,
 * SHAPE
 */
export function remoteClique(vectors: readonly Float32Array[]): number | null {
  const similarity = averagePairwiseSimilarity(vectors);
  return similarity === null ? null : 1 - similarity;
}

/**
 * Chamfer diversity (Cox et al. 2021) in cosine distance: the mean distance of a vector to its
 * nearest other one, exact against all vectors. Null for fewer than two.
 *
 * @param options.sample at most this many vectors, drawn by seed, are averaged over (2,000 by
 *         default); each costs O(n d)
 * @throws VECTOR_INVALID if a vector is zero or not finite; SHAPE if dimensions differ
 */
export function chamferDistance(
  vectors: readonly Float32Array[],
  options: { readonly sample?: number; readonly seed?: string | number } = {},
): number | null {
  if (vectors.length < 2) return null;
  const units = unitVectors(vectors);
  const d = (vectors[0] as Float32Array).length;
  const rows = new Random(options.seed ?? 0).sample(
    Array.from(vectors.keys()),
    options.sample ?? 2000,
  );
  let sum = 0;
  for (const row of rows) {
    let nearest = -Infinity;
    for (let other = 0; other < vectors.length; other++) {
      if (other === row) continue;
      let cosine = 0;
      for (let axis = 0; axis < d; axis++)
        cosine += (units[row * d + axis] as number) * (units[other * d + axis] as number);
      if (cosine > nearest) nearest = cosine;
    }
    sum += Math.max(0, 1 - nearest);
  }
  return sum / rows.length;
}
