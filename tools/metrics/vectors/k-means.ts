import { Random } from "../../../base/statistics/random.js";

/** Points row by row in one array. */
export interface Points {
  readonly values: Float64Array;
  readonly rows: number;
  readonly dimension: number;
}

/** Rounds after which points that still change their cluster stay where they are. */
const MOST_ROUNDS = 30;

/**
 * The cluster of each point: k-means with seeding by squared distance (k-means++, Arthur and
 * Vassilvitskii 2007). The same seed gives the same clusters.
 */
export function kMeans(points: Points, k: number, seed: number | string): Int32Array {
  const { rows, dimension: d, values } = points;
  const random = new Random(seed);
  const centres = firstCentres(points, Math.min(k, rows), random);
  const count = centres.length / d;
  const clusters = new Int32Array(rows).fill(-1);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let changed = 0;
    for (let row = 0; row < rows; row++) {
      let [best, least] = [0, Infinity];
      for (let centre = 0; centre < count; centre++) {
        const distance = squaredDistance(values, row * d, centres, {
          at: centre * d,
          d,
          most: least,
        });
        if (distance < least) [best, least] = [centre, distance];
      }
      if (clusters[row] !== best) changed++;
      clusters[row] = best;
    }
    if (changed === 0) break;
    moveCentres(points, clusters, centres);
  }
  return clusters;
}

function firstCentres(
  { values, rows, dimension: d }: Points,
  k: number,
  random: Random,
): Float64Array {
  const centres = new Float64Array(k * d);
  const nearest = new Float64Array(rows).fill(Infinity);
  let chosen = random.integer(rows);
  for (let centre = 0; centre < k; centre++) {
    centres.set(values.subarray(chosen * d, (chosen + 1) * d), centre * d);
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const most = nearest[row]!;
      nearest[row] = Math.min(
        most,
        squaredDistance(values, row * d, centres, { at: centre * d, d, most }),
      );
      total += nearest[row]!;
    }
    // Fewer different points than centres.
    if (!(total > 0)) return centres.slice(0, (centre + 1) * d);
    chosen = random.weighted(nearest);
  }
  return centres;
}

/** The squared distance, or some number above `most` where it is larger. */
function squaredDistance(
  values: Float64Array,
  row: number,
  centres: Float64Array,
  { at, d, most }: { readonly at: number; readonly d: number; readonly most: number },
): number {
  let sum = 0;
  for (let axis = 0; axis < d; axis++) {
    sum += (values[row + axis]! - centres[at + axis]!) ** 2;
    if (sum > most) break;
  }
  return sum;
}

function moveCentres(
  { values, rows, dimension: d }: Points,
  clusters: Int32Array,
  centres: Float64Array,
): void {
  const sums = new Float64Array(centres.length);
  const members = new Int32Array(centres.length / d);
  for (let row = 0; row < rows; row++) {
    const cluster = clusters[row]!;
    members[cluster]!++;
    for (let axis = 0; axis < d; axis++) sums[cluster * d + axis]! += values[row * d + axis]!;
  }
  for (let at = 0; at < centres.length; at++) {
    const size = members[Math.floor(at / d)]!;
    // A cluster that lost all its points keeps its centre.
    if (size > 0) centres[at] = sums[at]! / size;
  }
}
