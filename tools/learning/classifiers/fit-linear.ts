import { singleLabels } from "../features/encoded-labels.js";
import type { LinearFit, LinearFitOptions } from "./linear-fit.js";
import { fitSupportVectors } from "./fit-support-vectors.js";
import { solveLogisticJointly, type LogisticLane } from "./joint-logistic.js";
import { solveSoftmax } from "./softmax-solver.js";
import { squaredNorms } from "../features/sparse-matrix.js";
import type { TrainingSet } from "../features/training-set.js";

const SOFTMAX_TOLERANCE = 0.02;
/** Yes/no problems that are solved at once: their weights lie side by side. */
const LANES = 8;

/**
 * Fits the weights of a linear classifier; both solvers stop at a fixed tolerance, so equal input
 * gives equal bits.
 */
export function fitLinear(options: LinearFitOptions): LinearFit {
  if (options.algorithm === "linear-svm") return fitSupportVectors(options);
  return options.set.space.multiLabel ? fitBinarySoftmax(options) : fitSoftmax(options);
}

function fitSoftmax({
  matrix,
  set,
  cost,
  seed,
  maxEpochs,
  start,
  tolerance = SOFTMAX_TOLERANCE,
  probed,
}: LinearFitOptions): LinearFit {
  const k = set.space.classes.length;
  const labels = singleLabels(set.space);
  const costs = set.weights.map((weight, row) => cost * weight * set.classWeights[labels[row]!]!);
  const weights = start === null ? new Float32Array((matrix.columns + 1) * k) : start.slice();
  const { dual } = solveSoftmax({
    matrix,
    labels,
    classes: k,
    costs,
    weights,
    biasFeature: start === null ? 1 : 0,
    seed,
    tolerance,
    maxEpochs,
  });
  const ownShare = new Float64Array(probed.length * k);
  const norms = squaredNorms(matrix);
  probed.forEach((row, at) => {
    for (let c = 0; c < k; c++)
      ownShare[at * k + c] =
        costs[row]! * ((labels[row] === c ? 1 : 0) - dual[row * k + c]!) * norms[row]!;
  });
  return { weights, ownShare };
}

/** Multi-label: one yes/no problem per class. */
function fitBinarySoftmax({
  matrix,
  set,
  cost,
  seed,
  maxEpochs,
  start,
  probed,
}: LinearFitOptions): LinearFit {
  const k = set.space.classes.length;
  const belongs = membership(set);
  const weights = start === null ? new Float32Array((matrix.columns + 1) * k) : start.slice();
  const ownShare = new Float64Array(probed.length * k);
  const norms = squaredNorms(matrix);
  // Classes of like frequency are done after like passes.
  const order = set.present
    .flatMap((known, c) => (known ? [c] : []))
    .sort((a, b) => set.space.counts[b]! - set.space.counts[a]! || a - b);
  for (let from = 0; from < order.length; from += LANES) {
    const classes = order.slice(from, from + LANES);
    const lanes = classes.map((c): LogisticLane => {
      const targets = Uint8Array.from({ length: matrix.rows }, (_, row) =>
        belongs(row, c) ? 1 : 0,
      );
      return {
        targets,
        costs: set.weights.map(
          (weight, row) => cost * weight * (targets[row] === 1 ? set.classWeights[c]! : 1),
        ),
        dual: Float32Array.from(targets),
      };
    });
    const joint = new Float32Array((matrix.columns + 1) * lanes.length);
    const each = (visit: (at: number, place: number) => void): void => {
      for (let column = 0; column <= matrix.columns; column++)
        classes.forEach((c, l) => visit(column * lanes.length + l, column * k + c));
    };
    if (start !== null) each((at, place) => (joint[at] = start[place]!));
    solveLogisticJointly({
      matrix,
      lanes,
      weights: joint,
      norms,
      biasFeature: start === null ? 1 : 0,
      seed: seed + classes[0]!,
      tolerance: SOFTMAX_TOLERANCE,
      maxEpochs,
    });
    each((at, place) => (weights[place] = joint[at]!));
    lanes.forEach(({ targets, costs, dual }, l) =>
      probed.forEach((row, at) => {
        ownShare[at * k + classes[l]!] =
          2 * costs[row]! * (targets[row]! - dual[row]!) * norms[row]!;
      }),
    );
  }
  return { weights, ownShare };
}

function membership({ space }: TrainingSet): (row: number, c: number) => boolean {
  if (!space.multiLabel) {
    const labels = singleLabels(space);
    return (row, c) => labels[row] === c;
  }
  const members = space.classes.map(() => new Set<number>());
  space.ofRow.forEach((classes, row) => {
    for (const c of classes) members[c]!.add(row);
  });
  return (row, c) => members[c]!.has(row);
}
