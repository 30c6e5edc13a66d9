import {
  fitPlatt,
  fitTemperature,
  toProbabilities,
  type Scaling,
} from "../classifiers/temperature.js";

/** What each row loses, weighted. */
export interface DecisionLosses {
  /** Log loss; with several labels a row, the sum over its classes. */
  readonly logLoss: Float64Array;
  /** 1 where the likeliest class is not the row's; 0 with several labels a row. */
  readonly wrong: Float64Array;
  /** The curve. */
  readonly scaling: Scaling;
}

/**
 * The losses of rows under the curve that suits them best. Rows whose class has no score lose nothing: no model that is
 * compared could know them.
 *
 * @param scores  n rows by k classes; -Infinity where a class has none
 */
export function decisionLosses(
  scores: Float64Array,
  k: number,
  set: {
    readonly weights: Float64Array;
    readonly classWeights: Float64Array;
    readonly ofRow: readonly Int32Array[];
    readonly multiLabel: boolean;
  },
): DecisionLosses {
  const scaling = set.multiLabel ? pooledCurve(scores, k, set.ofRow) : temperature(scores, k, set);
  const logLoss = new Float64Array(set.ofRow.length);
  const wrong = new Float64Array(set.ofRow.length);
  set.ofRow.forEach((classes, row) => {
    const probabilities = scores.slice(row * k, (row + 1) * k);
    const known = probabilities.map((score) => (score === -Infinity ? 0 : 1));
    if (!set.multiLabel && known[classes[0]!] === 0) return;
    toProbabilities(probabilities, scaling, set.multiLabel);
    if (!set.multiLabel) {
      const own = classes[0]!;
      const weight = set.weights[row]! * set.classWeights[own]!;
      logLoss[row] = -weight * Math.log(Math.max(LEAST, probabilities[own]!));
      wrong[row] = probabilities.some((value) => value > probabilities[own]!) ? weight : 0;
      return;
    }
    let loss = 0;
    for (let c = 0; c < k; c++) {
      if (known[c] === 0) continue;
      const right = classes.includes(c) ? probabilities[c]! : 1 - probabilities[c]!;
      loss -= Math.log(Math.max(LEAST, right));
    }
    logLoss[row] = set.weights[row]! * loss;
  });
  return { logLoss, wrong, scaling };
}

/** Keeps the loss of one impossible row from deciding alone. */
const LEAST = 1e-6;

function temperature(
  scores: Float64Array,
  k: number,
  set: {
    readonly weights: Float64Array;
    readonly classWeights: Float64Array;
    readonly ofRow: readonly Int32Array[];
  },
): Scaling {
  const rows: number[] = [];
  set.ofRow.forEach((classes, row) => {
    if (scores[row * k + classes[0]!]! > -Infinity) rows.push(row);
  });
  const known = new Float64Array(rows.length * k);
  rows.forEach((row, at) => known.set(scores.subarray(row * k, (row + 1) * k), at * k));
  const labels = rows.map((row) => set.ofRow[row]![0]!);
  return fitTemperature(
    known,
    labels,
    rows.map((row, at) => set.weights[row]! * set.classWeights[labels[at]!]!),
    k,
  );
}

function pooledCurve(scores: Float64Array, k: number, ofRow: readonly Int32Array[]): Scaling {
  const positive = new Uint8Array(scores.length);
  ofRow.forEach((classes, row) => {
    for (const c of classes) positive[row * k + c] = 1;
  });
  const known = scores.map((_, at) => at).filter((at) => scores[at]! > -Infinity);
  return fitPlatt(
    known.map((at) => scores[at]!),
    known.map((at) => positive[at]!),
  );
}
