import { setImmediate as nextTurn } from "node:timers/promises";
import { innerProduct } from "../../base/statistics/inner-product.js";

const PRODUCTS_A_TURN = 1 << 14;

/**
 * Takes vectors that are near to a query and far from each other (maximal marginal relevance,
 * Carbonell and Goldstein 1998): the next one has the largest
 *
 *     lambda cos(query, v) - (1 - lambda) max over the taken ones of cos(v, t)
 *
 * Unit vectors; of equal ones the first is taken. Lambda 1 is similarity alone, 0 diversity alone.
 *
 * @returns at most `count` positions in the order in which they were taken
 */
export async function marginalRelevance(
  vectors: readonly ArrayLike<number>[],
  query: ArrayLike<number>,
  { count, lambda }: { readonly count: number; readonly lambda: number },
): Promise<number[]> {
  const relevance = vectors.map((vector) => innerProduct(query, vector));
  const redundancy = new Float64Array(vectors.length);
  const isTaken = new Uint8Array(vectors.length);
  const taken: number[] = [];
  let products = vectors.length;
  while (taken.length < Math.min(count, vectors.length)) {
    let best = -1;
    let most = -Infinity;
    for (let position = 0; position < vectors.length; position++) {
      const gain = lambda * relevance[position]! - (1 - lambda) * redundancy[position]!;
      if (isTaken[position] === 1 || (best >= 0 && !(gain > most))) continue;
      [best, most] = [position, gain];
    }
    for (let position = 0; position < vectors.length; position++) {
      const similarity = innerProduct(vectors[best]!, vectors[position]!);
      // The first one taken sets it: a cosine may be below 0.
      redundancy[position] =
        taken.length === 0 ? similarity : Math.max(redundancy[position]!, similarity);
      if (++products % PRODUCTS_A_TURN === 0) await nextTurn();
    }
    taken.push(best);
    isTaken[best] = 1;
  }
  return taken;
}
