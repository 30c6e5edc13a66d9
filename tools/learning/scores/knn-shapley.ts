import { DatawrightError } from "../../../base/errors.js";
import { innerProduct } from "../../../base/statistics/inner-product.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import { stopIfAborted } from "../../../base/workers/stop-if-aborted.js";

/** Points with their labels. */
export interface LabelledVectors {
  /** Unit vectors of one length; of two the nearer to a third has the larger inner product. */
  readonly vectors: readonly ArrayLike<number>[];
  /** Aligned with `vectors`. */
  readonly labels: readonly string[];
}

/** What is valued, and by what. */
export interface KnnShapleyOptions {
  /** What is valued. */
  readonly training: LabelledVectors;
  /**
   * What the nearest neighbours have to label right. Default: the training points themselves, each
   * labelled by the others.
   */
  readonly validation?: LabelledVectors;
  /** Positions of the validation points that are looked at. Default: all. */
  readonly points?: readonly number[];
  /** Neighbours that vote, >= 1. Default: 5. */
  readonly neighbours?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Called with a share from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * What each training point adds to the accuracy of a nearest-neighbour classifier: exact Shapley
 * values, in O(n log n) for each validation point (Jia et al. 2019).
 *
 * The game of one validation point t: a set S of training points is worth the share of t's label
 * among the `neighbours` nearest points of S, each counting 1 / neighbours. With the points sorted
 * by distance, s_n = [y_n = y_t] min(K, n) / (K n) and s_i = s_{i+1} + ([y_i = y_t] - [y_{i+1} = y_t])
 * min(K, i) / (K i). The values are means over the validation points, so that they sum to the mean
 * worth of all training points. Of equally near points the earlier one counts as nearer.
 *
 * @returns one value for each training point: below 0 = the classifier is better without it
 * @throws SHAPE if counts or vector lengths differ, `neighbours` is no whole number >= 1, or there are
 *         fewer points than the game needs; INTERRUPTED where the signal stops it
 */
export async function knnShapley(options: KnnShapleyOptions): Promise<Float64Array> {
  const { training, validation = null, neighbours = 5, signal, onProgress } = options;
  const judged = validation ?? training;
  const points = options.points ?? judged.labels.map((_label, index) => index);
  check(training, judged, { neighbours, points, alone: validation === null });
  const values = new Float64Array(training.labels.length);
  const slices = new TimeSlices();
  for (const [done, point] of points.entries()) {
    if (slices.over) {
      await slices.turn();
      onProgress?.(done / points.length);
    }
    stopIfAborted(signal, "the valuation was stopped before it ended");
    const order = nearestFirst(training.vectors, judged.vectors[point]!, {
      except: validation === null ? point : null,
    });
    addValues(values, order, {
      right: (row) => Number(training.labels[row] === judged.labels[point]),
      neighbours,
      share: 1 / points.length,
    });
  }
  onProgress?.(1);
  return values;
}

function nearestFirst(
  vectors: readonly ArrayLike<number>[],
  to: ArrayLike<number>,
  { except }: { readonly except: number | null },
): number[] {
  const closeness = Float64Array.from(vectors, (vector) => innerProduct(vector, to));
  const order = [...closeness.keys()].filter((row) => row !== except);
  return order.sort((a, b) => closeness[b]! - closeness[a]! || a - b);
}

/** Adds the Shapley values of one validation point's game, times `share`. */
function addValues(
  values: Float64Array,
  order: readonly number[],
  {
    right,
    neighbours: k,
    share,
  }: {
    readonly right: (row: number) => number;
    readonly neighbours: number;
    readonly share: number;
  },
): void {
  const n = order.length;
  let hit = right(order[n - 1]!);
  let value = (hit * Math.min(k, n)) / (k * n);
  values[order[n - 1]!] = values[order[n - 1]!]! + share * value;
  for (let i = n - 1; i >= 1; i--) {
    const row = order[i - 1]!;
    const before = hit;
    hit = right(row);
    value += ((hit - before) * Math.min(k, i)) / (k * i);
    values[row] = values[row]! + share * value;
  }
}

function check(
  training: LabelledVectors,
  judged: LabelledVectors,
  game: {
    readonly neighbours: number;
    readonly points: readonly number[];
    readonly alone: boolean;
  },
): void {
  const fail = (message: string): never => {
    throw new DatawrightError({ code: "SHAPE", message });
  };
  for (const { vectors, labels } of [training, judged])
    if (vectors.length !== labels.length)
      fail(`${vectors.length} vectors but ${labels.length} labels`);
  if (!Number.isInteger(game.neighbours) || game.neighbours < 1)
    fail(`neighbours is ${game.neighbours}; it must be a whole number of at least 1`);
  if (training.labels.length < (game.alone ? 2 : 1) || game.points.length === 0)
    fail(
      `${training.labels.length} training points and ${game.points.length} validation points are ` +
        "too few",
    );
  const length = training.vectors[0]!.length;
  if ([...training.vectors, ...judged.vectors].some((vector) => vector.length !== length))
    fail("the vectors differ in length");
  const missing = game.points.find((point) => judged.labels[point] === undefined);
  if (missing !== undefined) fail(`there is no validation point ${missing}`);
}
