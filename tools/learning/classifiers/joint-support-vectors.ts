import type { SparseMatrix } from "../features/sparse-matrix.js";
import { addRow, scoreRow } from "./row-kernels.js";

/** One class of a joint problem; `alpha` is the start and becomes the solution. */
export interface JointLane {
  /** +1 or -1 per row. */
  readonly targets: Int8Array;
  /** Cost per row; 0 leaves it out. */
  readonly costs: Float64Array;
  readonly alpha: Float64Array;
}

/**
 * Solves the support vector machines of several classes over the same rows at once, by the dual
 * coordinate descent of `solveSupportVectors` without shrinking. Where nearly every row is a support
 * vector of nearly every class (hard texts, wrong labels, a small cost), one look at a row then
 * serves all classes.
 *
 * @param weights start and solution: one row of `lanes.length` numbers per column, then one for the
 *         bias
 * @returns       the passes made
 */
export function solveJointly(problem: {
  readonly matrix: SparseMatrix;
  readonly lanes: readonly JointLane[];
  readonly weights: Float32Array;
  /** Squared row lengths, the constant feature of the bias included. */
  readonly norms: Float64Array;
  readonly biasFeature: 0 | 1;
  readonly seed: number;
  /** Stop when the spread of projected gradients of each class falls to this. */
  readonly tolerance: number;
  readonly maxEpochs: number;
}): number {
  const { matrix, lanes, weights, norms, biasFeature, tolerance, maxEpochs } = problem;
  const k = lanes.length;
  const scores = new Float64Array(k);
  const steps = new Float64Array(k);
  const largest = new Float64Array(k);
  const smallest = new Float64Array(k);
  const bias = matrix.columns * k;
  const order = Int32Array.from({ length: matrix.rows }, (_, row) => row);
  let random = (problem.seed ^ 0x5bd1e995) | 1;
  let epoch = 0;
  while (epoch < maxEpochs) {
    epoch++;
    largest.fill(-Infinity);
    smallest.fill(Infinity);
    for (let s = 0; s < order.length; s++) {
      random ^= random << 13;
      random ^= random >>> 17;
      random ^= random << 5;
      const other = s + ((random >>> 0) % (order.length - s));
      const i = order[other]!;
      order[other] = order[s]!;
      order[s] = i;
      scoreRow(matrix, i, weights, scores);
      for (let l = 0; l < k; l++) {
        steps[l] = 0;
        const { targets, costs, alpha } = lanes[l]!;
        const cost = costs[i]!;
        if (cost === 0) continue;
        const diagonal = 0.5 / cost;
        const before = alpha[i]!;
        const gradient = targets[i]! * scores[l]! - 1 + diagonal * before;
        const projected = before === 0 && gradient > 0 ? 0 : gradient;
        if (projected > largest[l]!) largest[l] = projected;
        if (projected < smallest[l]!) smallest[l] = projected;
        if (projected < 1e-12 && projected > -1e-12) continue;
        const after = Math.max(before - gradient / (norms[i]! + diagonal), 0);
        alpha[i] = after;
        steps[l] = (after - before) * targets[i]!;
        weights[bias + l] = weights[bias + l]! + steps[l]! * biasFeature;
      }
      addRow(matrix, i, weights, steps);
    }
    let done = true;
    for (let l = 0; l < k; l++) if (largest[l]! - smallest[l]! > tolerance) done = false;
    if (done) break;
  }
  return epoch;
}
