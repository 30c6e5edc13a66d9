import { toProbabilities, type Scaling } from "./temperature.js";

/** Bound once: in Jest's realm every look at a global is slow. */
const { abs, exp, log, max, min, sqrt } = Math;

/** Standard deviation of an offset about 0 before anything is known: few rows of a class say little. */
const SPREAD = 1;
const STEPS = 40;
/** Fewer rows show no difference between two curves. */
const LEAST_ROWS = 100;
/** Standard errors by which offsets must lower the log loss of rows that they were not fitted on. */
const SURE = 1;

/** Scores that were held out, with what the rows really are. */
export interface HeldOut {
  /** n rows by k classes; -Infinity where a class is not known. */
  readonly scores: Float64Array;
  readonly labels: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  readonly classes: number;
}

/**
 * The curve with an offset for each class, softmax(b s_c + o_c) (bias-corrected temperature scaling,
 * Alexandari, Kundaje and Shrikumar 2020), where it lowers the log loss beside the temperature alone
 * on rows that it was not fitted on: each half of the held-out rows judges the other's. Else the
 * curve as it is.
 */
export function withClassOffsets(held: HeldOut, scaling: Scaling): Scaling {
  const rows = Array.from({ length: held.labels.length }, (_, row) => row).filter(
    (row) =>
      held.weights[row]! > 0 && held.scores[row * held.classes + held.labels[row]!]! > -Infinity,
  );
  if (rows.length < LEAST_ROWS) return scaling;
  const halves = [0, 1].map((half) => rows.filter((_row, at) => at % 2 === half));
  const gains = halves.flatMap((judged, half) => {
    const other = offsetCurve(held, halves[1 - half]!, scaling);
    return judged.map((row) => {
      const gain = lossOf(held, row, scaling) - lossOf(held, row, other);
      return held.weights[row]! * gain;
    });
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length;
  return mean > SURE * sqrt(variance / gains.length) ? offsetCurve(held, rows, scaling) : scaling;
}

/** Newton steps by each number alone, which are held back as they act together. */
function offsetCurve(held: HeldOut, rows: readonly number[], start: Scaling): Scaling {
  const { scores, labels, weights, classes: k } = held;
  const offsets = new Float64Array(k);
  let { sharpness } = start;
  const row = new Float64Array(k);
  for (let step = 0; step < STEPS; step++) {
    const slope = offsets.map((offset) => -offset / SPREAD ** 2);
    const curvature = new Float64Array(k).fill(1 / SPREAD ** 2);
    let [steeper, bend] = [0, 1e-9];
    for (const at of rows) {
      const weight = weights[at]!;
      let top = -Infinity;
      for (let c = 0; c < k; c++) {
        row[c] = sharpness * scores[at * k + c]! + offsets[c]!;
        top = max(top, row[c]!);
      }
      let sum = 0;
      for (let c = 0; c < k; c++) sum += row[c] = exp(row[c]! - top);
      let [mean, square] = [0, 0];
      const own = scores[at * k + labels[at]!]!;
      for (let c = 0; c < k; c++) {
        const probability = row[c]! / sum;
        const from = probability > 0 ? scores[at * k + c]! - own : 0;
        mean += probability * from;
        square += probability * from * from;
        slope[c] = slope[c]! - weight * probability;
        curvature[c] = curvature[c]! + weight * probability * (1 - probability);
      }
      slope[labels[at]!] = slope[labels[at]!]! + weight;
      steeper -= weight * mean;
      bend += weight * (square - mean * mean);
    }
    const factor = exp(max(-0.5, min(0.5, (0.5 * steeper) / (bend * sharpness))));
    sharpness = max(1e-3, min(150, sharpness * factor));
    let moved = abs(factor - 1);
    for (let c = 0; c < k; c++) {
      const change = max(-1, min(1, (0.5 * slope[c]!) / curvature[c]!));
      offsets[c] = offsets[c]! + change;
      moved = max(moved, abs(change));
    }
    if (moved < 1e-4) break;
  }
  return {
    sharpness,
    offset: 0,
    perClass: Array.from(offsets, (offset) => ({ sharpness, offset })),
  };
}

function lossOf({ scores, labels, classes: k }: HeldOut, row: number, scaling: Scaling): number {
  const probabilities = scores.slice(row * k, (row + 1) * k);
  toProbabilities(probabilities, scaling, false);
  return -log(max(1e-6, probabilities[labels[row]!]!));
}
