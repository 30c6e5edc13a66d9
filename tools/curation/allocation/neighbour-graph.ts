import { setImmediate as nextTurn } from "node:timers/promises";
import { VectorIndex } from "../../../memory/vectors/vector-index.js";
import { stopIfAborted } from "../../../base/workers/stop-if-aborted.js";

/**
 * Who votes for whom: row i votes for `targets[i * width]` up to `targets[i * width + counts[i] -
 * 1]`, nearest first.
 */
export interface NeighbourGraph {
  readonly width: number;
  readonly targets: Int32Array;
  readonly counts: Int32Array;
}

const ROWS_A_TURN = 8;

/**
 * The nearest other rows of each row by cosine, from an index: memory grows with rows x neighbours,
 * never with the square of the rows.
 *
 * @throws VECTOR_INVALID if a vector is zero, not finite or of another dimension; INTERRUPTED
 */
export async function neighbourGraph(
  vectors: readonly Float32Array[],
  neighbours: number,
  signal?: AbortSignal,
): Promise<NeighbourGraph> {
  const size = vectors.length;
  const width = Math.max(0, Math.min(neighbours, size - 1));
  const targets = new Int32Array(size * width).fill(-1);
  const counts = new Int32Array(size);
  if (size === 0 || width === 0) return { width, targets, counts };
  const index = new VectorIndex({ dimension: vectors[0]!.length, capacity: size });
  await index.addAll(
    vectors.map((vector, row) => [String(row), vector] as const),
    signal,
  );
  for (const [row, vector] of vectors.entries()) {
    // One more is asked for: the nearest of all is the row itself.
    for (const { id } of index.nearest(vector, width + 1)) {
      const other = Number(id);
      if (other !== row && counts[row]! < width) targets[row * width + counts[row]!++] = other;
    }
    if (row % ROWS_A_TURN !== ROWS_A_TURN - 1) continue;
    await nextTurn();
    stopIfAborted(signal, `the neighbour graph was stopped at row ${row} of ${size}`);
  }
  return { width, targets, counts };
}
