import { withRowWeights, type RowWeights } from "../solvers/row-weights.js";
import { squaredNorms, type SparseMatrix } from "../features/sparse-matrix.js";

/** Bound once: in Jest's realm every look at a global is slow. */
const { abs, exp, log, max } = Math;

export interface SoftmaxProblem {
  readonly matrix: SparseMatrix;
  /** Class index per row. */
  readonly labels: Int32Array;
  readonly classes: number;
  /** Cost per row (C times its weights), >= 0; rows of cost 0 are left out. */
  readonly costs: Float64Array;
  /** Start and solution, one row of `classes` numbers per column, then one for the bias. */
  readonly weights: Float32Array;
  /** 1, or 0 to leave the bias as it is. */
  readonly biasFeature: 0 | 1;
  readonly seed: number;
  /**
   * Stop when the mean absolute difference of dual and predicted probabilities per row falls to
   * this.
   */
  readonly tolerance: number;
  readonly maxEpochs: number;
}

export interface SoftmaxSolution {
  readonly epochs: number;
  /**
   * The dual probabilities, one row of `classes` numbers per row; the weights are sum_i C_i
   * (onehot_i - dual_i) x_i.
   */
  readonly dual: Float32Array;
}

/**
 * Solves L2-regularised multinomial logistic regression by dual coordinate ascent over rows: the
 * dual probabilities of one row move toward the predicted ones, by the step that maximises the dual
 * on that line (after Shalev-Shwartz and Zhang 2013, "Stochastic dual coordinate ascent methods").
 * No learning rate, a pass costs one look at the data.
 */
export function solveSoftmax(problem: SoftmaxProblem): SoftmaxSolution {
  let solution: SoftmaxSolution | null = null;
  // From nothing, what one of two classes gains the other loses, in every step.
  const mirrored = problem.classes === 2 && problem.weights.every((weight) => weight === 0);
  withRowWeights({ ...problem, mirrored }, (rows) => (solution = solvedWith(problem, rows)));
  return solution!;
}

function solvedWith(
  problem: SoftmaxProblem,
  { scores, steps, score, add }: RowWeights,
): SoftmaxSolution {
  const { matrix, labels, classes: k, costs, biasFeature, tolerance, maxEpochs } = problem;
  const norms = squaredNorms(matrix);
  const dual = new Float32Array(matrix.rows * k);
  const order: number[] = [];
  for (let i = 0; i < matrix.rows; i++) {
    dual[i * k + labels[i]!] = 1;
    if (costs[i]! > 0) order.push(i);
  }
  const direction = new Float64Array(k);
  let random = (problem.seed ^ 0x2c1b3c6d) | 1;
  let epoch = 0;
  while (epoch < maxEpochs) {
    epoch++;
    let difference = 0;
    for (let s = order.length - 1; s > 0; s--) {
      random ^= random << 13;
      random ^= random >>> 17;
      random ^= random << 5;
      const other = (random >>> 0) % (s + 1);
      const held = order[s]!;
      order[s] = order[other]!;
      order[other] = held;
    }
    for (const i of order) {
      const base = i * k;
      score(i);
      const normaliser = logSumExp(scores);
      let size = 0;
      for (let c = 0; c < k; c++) {
        const delta = exp(scores[c]! - normaliser) - dual[base + c]!;
        direction[c] = delta;
        size += abs(delta);
      }
      difference += size;
      if (size < 1e-6) continue;
      const cost = costs[i]!;
      const step = bestStep(scores, dual, base, direction, cost * (norms[i]! + biasFeature));
      applyStep(dual, base, labels[i]!, direction, step);
      for (let c = 0; c < k; c++) steps[c] = -cost * direction[c]!;
      add(i, biasFeature);
    }
    if (difference <= tolerance * order.length) break;
  }
  return { epochs: epoch, dual };
}

function logSumExp(scores: Float64Array): number {
  let top = -Infinity;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  for (const score of scores) sum += exp(score - top);
  return top + log(sum);
}

/**
 * The root in (0, 1] of the falling derivative of the dual along the direction, by Newton steps
 * kept inside a bracket.
 */
function bestStep(
  scores: Float64Array,
  dual: Float32Array,
  base: number,
  direction: Float64Array,
  curvature: number,
): number {
  let squares = 0;
  for (const delta of direction) squares += delta * delta;
  let low = 0;
  let high = 1;
  let step = 1 / (1 + 0.5 * curvature);
  for (let iteration = 0; iteration < 6; iteration++) {
    let slope = -step * curvature * squares;
    let change = -curvature * squares;
    for (let c = 0; c < direction.length; c++) {
      const delta = direction[c]!;
      if (delta < 1e-9 && delta > -1e-9) continue;
      const at = max(dual[base + c]! + step * delta, 1e-30);
      slope += delta * (scores[c]! - log(at));
      change -= (delta * delta) / at;
    }
    if (slope > 0) low = step;
    else high = step;
    const next = step - slope / change;
    const taken = next > low && next < high ? next : (low + high) / 2;
    if (abs(taken - step) < 0.01 * step) return taken;
    step = taken;
  }
  return step;
}

/**
 * Moves the duals of one row and leaves in `direction` what was really moved. Moves too small to
 * matter are left for later and balanced on the given label, so that the duals go on summing to 1.
 */
function applyStep(
  dual: Float32Array,
  base: number,
  label: number,
  direction: Float64Array,
  step: number,
): void {
  let others = 0;
  for (let c = 0; c < direction.length; c++) {
    if (c === label) continue;
    const delta = step * direction[c]!;
    if (delta < 1e-5 && delta > -1e-5) {
      direction[c] = 0;
      continue;
    }
    const before = dual[base + c]!;
    dual[base + c] = max(0, before + delta);
    direction[c] = dual[base + c]! - before;
    others += direction[c]!;
  }
  dual[base + label] = dual[base + label]! - others;
  direction[label] = -others;
}
