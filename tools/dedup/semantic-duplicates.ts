import { setImmediate as nextTurn } from "node:timers/promises";
import { DatawrightError } from "../../base/errors.js";
import { VectorIndex } from "../../memory/vectors/vector-index.js";
import { stopIfAborted } from "../../base/workers/stop-if-aborted.js";

/** A vector that is too close to one that was kept before it. */
export interface SemanticDuplicate {
  readonly index: number;
  readonly duplicateOf: number;
  /** Exact cosine similarity of the two. */
  readonly cosine: number;
}

/** What `semanticDuplicates` found; every vector is in one of the two. */
export interface SemanticDuplicates {
  readonly duplicates: readonly SemanticDuplicate[];
  readonly kept: readonly number[];
}

/** Options of `semanticDuplicates`. */
export interface SemanticDuplicateOptions {
  /** Least cosine similarity of a duplicate, in (0, 1]; 0.95 by default. */
  readonly threshold?: number;
  /** Neighbours that the index proposes for each vector; 8 by default. */
  readonly neighbours?: number;
  readonly signal?: AbortSignal;
}

const VECTORS_A_TURN = 16;

/**
 * Takes vectors in order and keeps each unless its nearest kept one has a cosine similarity of at
 * least the threshold (after SemDeDup, Abbas et al. 2023). The index proposes neighbours, the exact
 * cosine decides; the event loop turns in between.
 *
 * @throws VECTOR_INVALID if a vector is zero, not finite or of another dimension; SHAPE for a bad
 *         threshold; INTERRUPTED
 */
export async function semanticDuplicates(
  vectors: readonly Float32Array[],
  options: SemanticDuplicateOptions = {},
): Promise<SemanticDuplicates> {
  const { threshold = 0.95, neighbours = 8, signal } = options;
  if (!(threshold > 0 && threshold <= 1))
    throw new DatawrightError({
      code: "SHAPE",
      message: `a cosine threshold of ${threshold} is outside (0, 1]`,
    });
  const duplicates: SemanticDuplicate[] = [];
  const kept: number[] = [];
  const first = vectors[0];
  if (first === undefined) return { duplicates, kept };
  const index = new VectorIndex({ dimension: first.length });
  for (const [position, vector] of vectors.entries()) {
    const [nearest] = index.nearest(vector, neighbours);
    // Vectors are single precision, so equal ones may come out a rounding error apart.
    if (nearest !== undefined && 1 - nearest.distance >= threshold - 1e-6) {
      duplicates.push({
        index: position,
        duplicateOf: Number(nearest.id),
        cosine: 1 - nearest.distance,
      });
    } else {
      index.add(String(position), vector);
      kept.push(position);
    }
    if (position % VECTORS_A_TURN !== VECTORS_A_TURN - 1) continue;
    await nextTurn();
    stopIfAborted(
      signal,
      `the search for semantic duplicates was stopped at vector ${position} of ` +
        `${vectors.length}`,
    );
  }
  return { duplicates, kept };
}
