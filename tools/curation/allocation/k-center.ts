import { setImmediate as nextTurn } from "node:timers/promises";
import { DatawrightError } from "../../../schema/errors.js";
import type { Rank } from "./rank.js";
import { ranking } from "./vote-k.js";

const PRODUCTS_A_TURN = 1 << 16;

/**
 * Rows that leave no other row far from a chosen one: the farthest from all chosen rows is taken next (k-center, greedy; Sener and Savarese
 * 2018), starting from the support rows, or from the row nearest to the mean where there are none. Time grows with rows x chosen rows.
 *
 * @throws INTERRUPTED if the signal fired
 */
export function kCenterRank(): Rank {
  return async (rows, people, { embed, support, signal, progress }) => {
    const vectors = await embed(rows.map((row) => row.text));
    const centres = await embed(support.map((row) => row.text));
    const nearest = new Float64Array(rows.length).fill(-Infinity);
    let products = 0;
    const cover = async (centre: ArrayLike<number>): Promise<void> => {
      for (const [row, vector] of vectors.entries()) {
        nearest[row] = Math.max(nearest[row]!, dot(centre, vector));
        if (++products % PRODUCTS_A_TURN === 0) await nextTurn();
      }
      if (signal?.aborted === true) throw new DatawrightError({ code: "INTERRUPTED", message: "k-center was stopped", cause: signal.reason });
    };
    for (const centre of centres) await cover(centre);
    const chosen: number[] = [];
    const taken = new Set<number>();
    while (chosen.length < Math.min(people, rows.length)) {
      const next = chosen.length === 0 && centres.length === 0 ? nearestToMean(vectors) : farthest(nearest, taken);
      chosen.push(next);
      taken.add(next);
      await cover(vectors[next]!);
      progress("k-center", chosen.length / people);
    }
    // Largest distance that is left, as 1 - cosine.
    const radius = rows.length === 0 ? 0 : 1 - nearest.reduce((least, value) => Math.min(least, value), 1);
    return ranking(rows, chosen, 0, { radius });
  };
}

function farthest(nearest: Float64Array, taken: ReadonlySet<number>): number {
  let best = -1;
  for (const [row, similarity] of nearest.entries()) if (!taken.has(row) && (best < 0 || similarity < nearest[best]!)) best = row;
  return best;
}

function nearestToMean(vectors: readonly Float32Array[]): number {
  const mean = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let d = 0; d < mean.length; d++) mean[d]! += vector[d]!;
  let best = 0;
  let most = -Infinity;
  for (const [row, vector] of vectors.entries()) {
    const similarity = dot(mean, vector);
    if (similarity > most) [best, most] = [row, similarity];
  }
  return best;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}
