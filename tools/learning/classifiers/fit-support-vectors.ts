import { squaredNorms } from "../features/sparse-matrix.js";
import type { LinearFit, LinearFitOptions } from "./linear-fit.js";
import { solveLanes, type Lane, type LaneSolution } from "../solvers/solve-lanes.js";

const TOLERANCE = 0.1;

/**
 * Fits a support vector machine per class, one against the rest; of two classes with one label a
 * row, one whose opposite is the other's.
 */
export function fitSupportVectors(options: LinearFitOptions): LinearFit {
  return fitSupportVectorsPerCost(options, [options.cost])[0]!;
}

/** The same for several costs at once, which takes little longer than one. */
export function fitSupportVectorsPerCost(
  options: Omit<LinearFitOptions, "cost">,
  costs: readonly number[],
): LinearFit[] {
  const { matrix, set, start, probed, tolerance = TOLERANCE } = options;
  const { ofRow, classes, multiLabel } = set.space;
  const k = classes.length;
  const present = set.present.flatMap((known, c) => (known ? [c] : []));
  const opposite = !multiLabel && start === null && present.length === 2 ? present[0]! : null;
  const solved = opposite === null ? present : present.slice(1);
  const biasFeature = start === null ? 1 : 0;
  const norms = squaredNorms(matrix).map((norm) => norm + biasFeature);
  const fits = costs.map(() => ({
    weights: start === null ? new Float32Array((matrix.columns + 1) * k) : start.slice(),
    ownShare: new Float64Array(probed.length * k),
    probedScores: new Float64Array(probed.length * k),
  }));
  solveLanes({
    matrix,
    norms,
    ofRow,
    lanes: costs.flatMap((cost, fit) =>
      solved.map((classIndex): Lane => ({ fit, classIndex, cost })),
    ),
    rowWeight: (row, c, belongs) =>
      set.weights[row]! *
      (belongs ? set.classWeights[c]! : opposite === null ? 1 : set.classWeights[opposite]!),
    biasFeature,
    seed: options.seed,
    tolerance,
    maxEpochs: options.maxEpochs,
    start: start === null ? null : (column, c) => start[column * k + c]!,
    probed,
    solved: (solution) => takeOver(options, solution, { fits, norms }),
  });
  if (opposite !== null)
    for (const { weights, ownShare, probedScores } of fits)
      for (const numbers of [weights, ownShare, probedScores])
        for (let at = 0; at < numbers.length; at += k)
          numbers[at + opposite] = -numbers[at + solved[0]!]!;
  return fits;
}

/** Copies what was solved side by side to the fits that it is of. */
function takeOver(
  { matrix, set, probed }: Pick<LinearFitOptions, "matrix" | "set" | "probed">,
  { lanes, weights: found, width, dual, scores }: LaneSolution,
  { fits, norms }: { readonly fits: readonly Required<LinearFit>[]; readonly norms: Float64Array },
): void {
  const { classes, ofRow } = set.space;
  const k = classes.length;
  fits.forEach((to, number) => {
    const of = lanes.flatMap(({ fit }, lane) => (fit === number ? [lane] : []));
    const sources = Int32Array.from(of);
    const targets = Int32Array.from(of, (lane) => lanes[lane]!.classIndex);
    for (let column = 0; column <= matrix.columns; column++)
      for (let at = 0; at < of.length; at++)
        to.weights[column * k + targets[at]!] = found[column * width + sources[at]!]!;
    for (let at = 0; at < probed.length; at++)
      for (let place = 0; place < of.length; place++) {
        const row = probed[at]!;
        const [lane, classIndex] = [sources[place]!, targets[place]!];
        const sign = ofRow[row]!.includes(classIndex) ? 1 : -1;
        to.ownShare[at * k + classIndex] = sign * dual(row, lane) * norms[row]!;
        to.probedScores[at * k + classIndex] = scores[at * width + lane]!;
      }
  });
}
