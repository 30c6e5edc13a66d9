import hnswlib from "hnswlib-node";
import { UMAP } from "umap-js";
import { cosine } from "../../../base/statistics/inner-product.js";
import { Random } from "../../../base/statistics/random.js";
import type { WorkerAnswer } from "../../../base/workers/run-worker.js";

/** Vectors of the fitted samples, then of the others, one behind the other. */
export interface MapTask {
  readonly vectors: Float32Array;
  readonly dimensions: number;
  readonly fitted: number;
}

/** x and y of every sample, in the order of the vectors. */
export type MapResult = Float32Array;

/** Neighbours among the fitted samples that place another one. */
const PLACED_BY = 4;

/**
 * Two dimensions by UMAP (McInnes et al. 2018) over the fitted samples; each other sample stands at the
 * mean of its nearest fitted ones, weighed by their similarity.
 */
export default async function mapWorker({
  vectors,
  dimensions,
  fitted,
}: MapTask): Promise<WorkerAnswer<MapResult>> {
  const count = vectors.length / dimensions;
  const rowOf = (at: number): number[] =>
    Array.from(vectors.subarray(at * dimensions, (at + 1) * dimensions));
  const found = new Float32Array(count * 2);
  const random = new Random("sample map");
  const rows = Array.from({ length: fitted }, (_, at) => rowOf(at));
  if (fitted < 4) {
    for (let at = 0; at < fitted; at++) found.set([at, 0], at * 2);
    return { value: found };
  }
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(15, fitted - 1),
    minDist: 0.1,
    random: () => random.next(),
    distanceFn: (a, b) => 1 - cosine(a, b),
  });
  const placed = umap.fit(rows);
  for (const [at, [x = 0, y = 0]] of placed.entries()) found.set([x, y], at * 2);
  if (count > fitted) {
    const index = new hnswlib.HierarchicalNSW("cosine", dimensions);
    index.initIndex(fitted);
    for (const [at, row] of rows.entries()) index.addPoint(row, at);
    const nearest = Math.min(PLACED_BY, fitted);
    for (let at = fitted; at < count; at++) {
      const { neighbors, distances } = index.searchKnn(rowOf(at), nearest);
      const weights = distances.map((distance) => 1 / (1e-3 + distance));
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      let x = 0;
      let y = 0;
      for (const [rank, neighbour] of neighbors.entries()) {
        x += (weights[rank]! / all) * found[neighbour * 2]!;
        y += (weights[rank]! / all) * found[neighbour * 2 + 1]!;
      }
      found.set([x, y], at * 2);
    }
  }
  return { value: found };
}
