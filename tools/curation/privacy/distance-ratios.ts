import { setImmediate as nextTurn } from "node:timers/promises";
import { DatawrightError } from "../../../base/errors.js";
import { VectorIndex } from "../../../memory/vectors/vector-index.js";
import { stopIfAborted } from "../../../base/workers/stop-if-aborted.js";

/** How much closer a vector lies to its nearest private one than to the second nearest. */
export interface DistanceRatio {
  /**
   * Cosine distance to the nearest over that to the second nearest, in [0, 1]; small = made from
   * that one. 1 where both are 0.
   */
  readonly ratio: number;
  readonly nearest: number;
  readonly distance: number;
}

const VECTORS_A_TURN = 16;

/**
 * Nearest-neighbour distance ratios (Lowe 2004; as a privacy measure of synthetic data, Yale et al.
 * 2020): a text that generalises lies about as far from its second nearest private row as from the
 * nearest.
 *
 * @param privateVectors at least two, of different texts: copies of one text would hide each other
 * @throws VECTOR_INVALID, INTERRUPTED; SHAPE for fewer than two private vectors
 */
export async function distanceRatios(
  vectors: readonly Float32Array[],
  privateVectors: readonly Float32Array[],
  signal?: AbortSignal,
): Promise<DistanceRatio[]> {
  const [first, second] = privateVectors;
  if (first === undefined || second === undefined)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${privateVectors.length} private vectors; a distance ratio needs at least two`,
    });
  const index = new VectorIndex({ dimension: first.length });
  const ratios: DistanceRatio[] = [];
  const turn = async (done: number): Promise<void> => {
    if (done % VECTORS_A_TURN !== 0) return;
    await nextTurn();
    stopIfAborted(signal, "the search for near private rows was stopped");
  };
  for (const [row, vector] of privateVectors.entries()) {
    index.add(String(row), vector);
    await turn(row + 1);
  }
  for (const [at, vector] of vectors.entries()) {
    const [nearest, next] = index.nearest(vector, 2);
    const [near, far] = [
      Math.max(0, nearest!.distance),
      Math.max(0, next?.distance ?? nearest!.distance),
    ];
    ratios.push({
      ratio: far < 1e-6 ? 1 : Math.min(1, near / far),
      nearest: Number(nearest!.id),
      distance: near,
    });
    await turn(at + 1);
  }
  return ratios;
}
