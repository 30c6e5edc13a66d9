import { farthestFirst } from "../../embeddings/farthest-first.js";
import { rankedAllocator } from "./ranked-allocator.js";
import { ranking, type Rank } from "./ranking.js";
import { stopIfAborted } from "../../../base/workers/stop-if-aborted.js";

/**
 * Rows that leave no other row far from a chosen one: the farthest from all chosen rows is taken
 * next (k-center, greedy; Sener and Savarese 2018), starting from the support rows, or from the row
 * nearest to the mean where there are none. Time grows with rows x chosen rows.
 *
 * @throws INTERRUPTED if the signal fired
 */
const kCenterRank: Rank = async (rows, people, { embed, support, signal, progress }) => {
  const vectors = await embed(rows.map((row) => row.text));
  const { taken, nearest } = await farthestFirst(vectors, {
    count: people,
    centres: await embed(support.map((row) => row.text)),
    onTaken: (count) => {
      stopIfAborted(signal, "k-center was stopped");
      if (count > 0) progress("k-center", count / people);
    },
  });
  // Largest distance that is left, as 1 - cosine.
  const radius =
    rows.length === 0 ? 0 : 1 - nearest.reduce((least, value) => Math.min(least, value), 1);
  return ranking(rows, taken, 0, { radius });
};

export const kCenterAllocator = rankedAllocator("k-center", kCenterRank);
