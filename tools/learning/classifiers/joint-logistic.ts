import type { SparseMatrix } from "../features/sparse-matrix.js";
import { withRowWeights, type RowWeights } from "../solvers/row-weights.js";

/** Bound once: in Jest's realm every look at a global is slow. */
const { abs, exp, log, max, min } = Math;

/** One yes/no problem of a joint solution; `dual` is the start and becomes the solution. */
export interface LogisticLane {
  /** 1 for yes, 0 for no, per row. */
  readonly targets: Uint8Array;
  /** Cost per row, >= 0; 0 leaves it out. */
  readonly costs: Float64Array;
  /** Dual probability of yes per row. */
  readonly dual: Float32Array;
}

/**
 * Solves L2-regularised logistic regressions of several classes over the same rows at once, each by
 * the dual coordinate ascent of `solveSoftmax` for two classes whose weights are each other's
 * opposite, so that one vector is enough: one look at a row serves all classes.
 *
 * @param weights start and solution: one row of `lanes.length` numbers per column, then one for the
 *         bias; the log-odds of yes are their product with the row
 * @returns       the passes made
 */
export function solveLogisticJointly(problem: JointProblem): number {
  let epochs = 0;
  const classes = problem.lanes.length;
  withRowWeights({ ...problem, classes }, (rows) => (epochs = solvedWith(problem, rows)));
  return epochs;
}

interface JointProblem {
  readonly matrix: SparseMatrix;
  readonly lanes: readonly LogisticLane[];
  readonly weights: Float32Array;
  /** Squared row lengths, without the bias. */
  readonly norms: Float64Array;
  /** 1, or 0 to leave the bias as it is. */
  readonly biasFeature: 0 | 1;
  readonly seed: number;
  /** A class is done where the mean difference of dual and predicted probabilities falls to this. */
  readonly tolerance: number;
  readonly maxEpochs: number;
}

function solvedWith(problem: JointProblem, { scores, steps, score, add }: RowWeights): number {
  const { matrix, lanes, norms, biasFeature, tolerance, maxEpochs } = problem;
  const k = lanes.length;
  const differences = new Float64Array(k);
  const open = new Uint8Array(k).fill(1);
  const order = Int32Array.from({ length: matrix.rows }, (_, row) => row);
  const counted = lanes.map(({ costs }) =>
    costs.reduce((sum, cost) => sum + (cost > 0 ? 1 : 0), 0),
  );
  let random = (problem.seed ^ 0x2c1b3c6d) | 1;
  let epoch = 0;
  while (epoch < maxEpochs) {
    epoch++;
    differences.fill(0);
    for (let s = 0; s < order.length; s++) {
      random ^= random << 13;
      random ^= random >>> 17;
      random ^= random << 5;
      const other = s + ((random >>> 0) % (order.length - s));
      const i = order[other]!;
      order[other] = order[s]!;
      order[s] = i;
      score(i);
      for (let l = 0; l < k; l++) {
        steps[l] = 0;
        const { costs, dual } = lanes[l]!;
        const cost = costs[i]!;
        if (open[l] === 0 || cost === 0) continue;
        const before = dual[i]!;
        const delta = 1 / (1 + exp(-scores[l]!)) - before;
        differences[l] = differences[l]! + 2 * abs(delta);
        if (abs(delta) < 5e-7) continue;
        const step = bestStep(scores[l]!, before, delta, cost * (norms[i]! + biasFeature));
        const move = step * delta;
        // Moves too small to matter are left for later.
        if (abs(move) < 1e-5) continue;
        dual[i] = max(0, min(1, before + move));
        steps[l] = 2 * cost * (before - dual[i]);
      }
      add(i, biasFeature);
    }
    let done = true;
    for (let l = 0; l < k; l++) {
      if (differences[l]! <= tolerance * counted[l]!) open[l] = 0;
      else done = false;
    }
    if (done) break;
  }
  return epoch;
}

/**
 * The root in (0, 1] of the falling derivative of the dual along the direction, divided by it, by
 * Newton steps kept inside a bracket.
 */
function bestStep(score: number, dual: number, delta: number, curvature: number): number {
  let low = 0;
  let high = 1;
  let step = 1 / (1 + 0.5 * curvature);
  for (let iteration = 0; iteration < 6; iteration++) {
    const yes = max(dual + step * delta, 1e-30);
    const no = max(1 - dual - step * delta, 1e-30);
    const slope = delta * (score - log(yes) + log(no)) - 2 * step * curvature * delta * delta;
    const change = -delta * delta * (1 / yes + 1 / no + 2 * curvature);
    if (slope > 0) low = step;
    else high = step;
    const next = step - slope / change;
    const taken = next > low && next < high ? next : (low + high) / 2;
    if (abs(taken - step) < 0.01 * step) return taken;
    step = taken;
  }
  return step;
}
