import type { SparseMatrix } from "../features/sparse-matrix.js";

/**
 * One binary problem and its state; `alpha` and `weights` are the start and become the solution.
 */
export interface SupportVectorProblem {
  readonly matrix: SparseMatrix;
  /** The rows to solve over; the duals of all others stay as they are. */
  readonly rows: ArrayLike<number>;
  /** Squared row lengths, the constant feature of the bias included. */
  readonly norms: Float64Array;
  /** +1 or -1 per row. */
  readonly targets: Int8Array;
  /** Cost per row (C times its weights); > 0 for every row of `rows`. */
  readonly costs: Float64Array;
  /** Dual variables, >= 0, one per row. */
  readonly alpha: Float64Array;
  /** One per column, then the bias. */
  readonly weights: Float64Array;
  /** 1, or 0 to leave the bias as it is. */
  readonly biasFeature: 0 | 1;
  readonly seed: number;
  /** Stop when the spread of projected gradients falls to this. */
  readonly tolerance: number;
  readonly maxEpochs: number;
}

/**
 * Solves an L2-regularised, squared-hinge support vector machine by dual coordinate descent with
 * shrinking (Hsieh et al. 2008, "A dual coordinate descent method for large-scale linear SVM"; the
 * method of liblinear): min over alpha >= 0 of 1/2 a'(Q + D)a - sum a, with Q_ij = y_i y_j x_i'x_j
 * and D_ii = 1 / (2 C_i).
 *
 * @returns the passes made; `maxEpochs` means that the tolerance was not reached
 */
export function solveSupportVectors(problem: SupportVectorProblem): number {
  const { matrix, norms, targets, costs, alpha, weights, biasFeature, tolerance, maxEpochs } =
    problem;
  const { starts, indices, values, columns } = matrix;
  const order = Int32Array.from(problem.rows);
  const all = order.length;
  let active = all;
  let random = (problem.seed ^ 0x5bd1e995) | 1;
  let bound = Infinity;
  let bias = weights[columns]!;
  let epoch = 0;
  while (epoch < maxEpochs) {
    epoch++;
    let largest = -Infinity;
    let smallest = Infinity;
    for (let s = 0; s < active - 1; s++) {
      random ^= random << 13;
      random ^= random >>> 17;
      random ^= random << 5;
      const other = s + ((random >>> 0) % (active - s));
      const held = order[s]!;
      order[s] = order[other]!;
      order[other] = held;
    }
    for (let s = 0; s < active; s++) {
      const i = order[s]!;
      const from = starts[i]!;
      const to = starts[i + 1]!;
      const target = targets[i]!;
      // Four sums: one would make every addition wait for the one before it.
      let score = bias,
        second = 0,
        third = 0,
        fourth = 0;
      let p = from;
      for (; p + 3 < to; p += 4) {
        score += weights[indices[p]!]! * values[p]!;
        second += weights[indices[p + 1]!]! * values[p + 1]!;
        third += weights[indices[p + 2]!]! * values[p + 2]!;
        fourth += weights[indices[p + 3]!]! * values[p + 3]!;
      }
      for (; p < to; p++) score += weights[indices[p]!]! * values[p]!;
      score += second + third + fourth;
      const diagonal = 0.5 / costs[i]!;
      const before = alpha[i]!;
      const gradient = target * score - 1 + diagonal * before;
      let projected = gradient;
      if (before === 0) {
        if (gradient > bound) {
          active--;
          order[s] = order[active]!;
          order[active] = i;
          s--;
          continue;
        }
        if (gradient > 0) projected = 0;
      }
      if (projected > largest) largest = projected;
      if (projected < smallest) smallest = projected;
      if (projected > 1e-12 || projected < -1e-12) {
        const after = Math.max(before - gradient / (norms[i]! + diagonal), 0);
        const step = (after - before) * target;
        alpha[i] = after;
        bias += step * biasFeature;
        for (p = from; p < to; p++) {
          const column = indices[p]!;
          weights[column] = weights[column]! + step * values[p]!;
        }
      }
    }
    if (largest - smallest <= tolerance) {
      if (active === all) break;
      active = all;
      bound = Infinity;
      continue;
    }
    bound = largest <= 0 ? Infinity : largest;
  }
  weights[columns] = bias;
  return epoch;
}
