import type { Random } from "../../../base/statistics/random.js";

const ROUNDS = 20;

/**
 * The medoids of a k-means clustering: per cluster the vector nearest to its centre, largest
 * clusters first.
 *
 * Starts are drawn with probability proportional to the squared distance to the nearest start
 * (Arthur and Vassilvitskii 2007).
 *
 * @returns at most `clusters` positions, all different
 */
export function medoids(
  vectors: readonly Float32Array[],
  clusters: number,
  random: Random,
): number[] {
  if (vectors.length <= clusters) return vectors.map((_vector, index) => index);
  const centres = starts(vectors, clusters, random).map((index) =>
    Float64Array.from(vectors[index]!),
  );
  const owner = new Int32Array(vectors.length).fill(-1);
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0;
    vectors.forEach((vector, index) => {
      const nearest = nearestCentre(vector, centres);
      if (nearest !== owner[index]) moved += 1;
      owner[index] = nearest;
    });
    if (moved === 0) break;
    centres.forEach((centre, cluster) => recentre(centre, vectors, owner, cluster));
  }
  const best = centres.map((centre, cluster) => {
    const members = [...owner.keys()].filter((index) => owner[index] === cluster);
    const medoid = members.reduce(
      (near, index) =>
        near < 0 || distance(vectors[index]!, centre) < distance(vectors[near]!, centre)
          ? index
          : near,
      -1,
    );
    return { medoid, size: members.length };
  });
  return best
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size || a.medoid - b.medoid)
    .map(({ medoid }) => medoid);
}

function starts(vectors: readonly Float32Array[], clusters: number, random: Random): number[] {
  const chosen = [random.integer(vectors.length)];
  const gaps = vectors.map((vector) => distance(vector, Float64Array.from(vectors[chosen[0]!]!)));
  while (chosen.length < clusters && gaps.some((gap) => gap > 0)) {
    const next = random.weighted(gaps);
    const centre = Float64Array.from(vectors[next]!);
    chosen.push(next);
    vectors.forEach(
      (vector, index) =>
        (gaps[index] = index === next ? 0 : Math.min(gaps[index]!, distance(vector, centre))),
    );
  }
  return chosen;
}

function nearestCentre(vector: Float32Array, centres: readonly Float64Array[]): number {
  let nearest = 0;
  let least = Infinity;
  centres.forEach((centre, cluster) => {
    const gap = distance(vector, centre);
    if (gap < least) [nearest, least] = [cluster, gap];
  });
  return nearest;
}

function recentre(
  centre: Float64Array,
  vectors: readonly Float32Array[],
  owner: Int32Array,
  cluster: number,
): void {
  let count = 0;
  const sum = new Float64Array(centre.length);
  vectors.forEach((vector, index) => {
    if (owner[index] !== cluster) return;
    count += 1;
    vector.forEach((value, at) => (sum[at] = sum[at]! + value));
  });
  if (count > 0) centre.set(sum.map((value) => value / count));
}

function distance(vector: Float32Array, centre: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (vector[at]! - centre[at]!) ** 2;
  return sum;
}
