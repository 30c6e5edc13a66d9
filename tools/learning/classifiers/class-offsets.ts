import { mean, variance } from "../../../base/statistics/mean.js";
import type { TrainingSet } from "../features/training-set.js";
import { toProbabilities, type Scaling } from "./temperature.js";

/** Bound once: in Jest's realm every look at a global is slow. */
const { abs, exp, log, max, min, sqrt } = Math;

/** Standard deviation of an offset about 0 before anything is known: few rows of a class say little. */
const SPREAD = 1;
const STEPS = 40;
const SETTLED = 1e-3;
/** Held-out rows that a first guess of the sharpness needs. */
const ENOUGH_HELD = 500;
/** Fewer rows show no difference between two curves. */
const LEAST_ROWS = 100;
/** Standard errors by which offsets must lower the log loss of rows that they were not fitted on. */
const SURE = 1;
/** Rows, and decisions (rows x classes), that the offsets of fitted rows are told from, at most. */
const MOST = {
  choice: { rows: 1000, decisions: 2 ** 16 },
  final: { rows: 2000, decisions: 2 ** 17 },
} as const;
/** With fewer rows to a class none tells its own offset. */
const LEAST_OF_CLASS = 40;
/**
 * The part of its own share that a fitted row's score is judged without. The mean over rows hardly
 * hangs on it, as the shares of all rows nearly cancel out.
 */
const OWN_PART = 0.25;
/**
 * The least spread of what scores say, as logits, at which offsets are told: below, the scores say so
 * little that the offsets alone would decide.
 */
const LEAST_SPREAD = 0.25;

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
  const rows = knownRows(held);
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

/** Scores of rows that were fitted, each without a part of what it did to itself. */
export function withoutOwnShare(scores: Float64Array, ownShare: Float64Array): Float64Array {
  return scores.map((score, at) => score - OWN_PART * ownShare[at]!);
}

/**
 * How many rows tell the offsets of classes; none of several labels a row, or where a class has fewer
 * than 40 in the mean.
 */
export function offsetRows({ space, present }: TrainingSet, use: keyof typeof MOST): number {
  const classes = present.filter((isPresent) => isPresent).length;
  if (space.multiLabel || space.ofRow.length < LEAST_OF_CLASS * classes) return 0;
  return min(MOST[use].rows, Math.ceil(MOST[use].decisions / space.classes.length));
}

/**
 * What to add to the scores of each class so that softmax(b (s_c + o_c)) over fitted rows gives it
 * the share that it has of them. A small C shrinks what the features say to near 0 but not the bias,
 * and the sharpness b that makes up for it stretches both: without offsets the frequent class gets
 * nearly all rows.
 *
 * @param fitted scores of `rows` of the set, rows by classes
 */
export function classOffsets(
  {
    scores,
    set,
    rows,
  }: { readonly scores: Float64Array; readonly set: TrainingSet; readonly rows: Int32Array },
  sharpness: number,
): Float64Array {
  const labels = Array.from(rows, (row) => set.space.ofRow[row]![0]!);
  const weights = Array.from(rows, (row, at) => set.weights[row]! * set.classWeights[labels[at]!]!);
  const held = { scores, labels, weights, classes: set.space.classes.length };
  const told = max(sharpness, LEAST_SPREAD / spreadOf(scores, set.present));
  const { offsets } = solved(held, [...rows.keys()], { sharpness: told, isFixed: true });
  return offsets.map((offset) => offset / told);
}

/** Standard deviation of the scores of a class, in the mean over the classes. */
function spreadOf(scores: Float64Array, present: readonly boolean[]): number {
  const k = present.length;
  const classes = present.flatMap((isPresent, c) => (isPresent ? [c] : []));
  const variances = classes.map((c) => variance(scores.filter((_score, at) => at % k === c)));
  return sqrt(mean(variances)) + 1e-9;
}

/**
 * How sharp the curve of held-out scores is once each class may have an offset. What C shrank may
 * look like nothing at all to a curve without them.
 */
export function sharpnessWithOffsets(held: HeldOut, start: number): number {
  const known = knownRows(held);
  const stride = Math.ceil(known.length / ENOUGH_HELD);
  const rows = known.filter((_row, at) => at % stride === 0);
  return solved(held, rows, { sharpness: start, isFixed: false }).sharpness;
}

function offsetCurve(held: HeldOut, rows: readonly number[], start: Scaling): Scaling {
  const { sharpness, offsets } = solved(held, rows, { ...start, isFixed: false });
  return {
    sharpness,
    offset: 0,
    perClass: Array.from(offsets, (offset) => ({ sharpness, offset })),
  };
}

/** Newton steps by each number alone, which are held back as they act together. */
function solved(
  held: HeldOut,
  rows: readonly number[],
  start: { readonly sharpness: number; readonly isFixed: boolean },
): { readonly sharpness: number; readonly offsets: Float64Array } {
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
    const factor = start.isFixed
      ? 1
      : exp(max(-0.5, min(0.5, (0.5 * steeper) / (bend * sharpness))));
    sharpness = max(1e-3, min(150, sharpness * factor));
    let moved = abs(factor - 1);
    for (let c = 0; c < k; c++) {
      const change = max(-1, min(1, (0.5 * slope[c]!) / curvature[c]!));
      offsets[c] = offsets[c]! + change;
      moved = max(moved, abs(change));
    }
    if (moved < SETTLED) break;
  }
  return { sharpness, offsets };
}

/** Rows that count and whose class has a score. */
function knownRows({ labels, weights, scores, classes }: HeldOut): number[] {
  return Array.from({ length: labels.length }, (_, row) => row).filter(
    (row) => weights[row]! > 0 && scores[row * classes + labels[row]!]! > -Infinity,
  );
}

function lossOf({ scores, labels, classes: k }: HeldOut, row: number, scaling: Scaling): number {
  const probabilities = scores.slice(row * k, (row + 1) * k);
  toProbabilities(probabilities, scaling, false);
  return -log(max(1e-6, probabilities[labels[row]!]!));
}
