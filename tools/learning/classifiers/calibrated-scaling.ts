import { Random } from "../../../base/statistics/random.js";
import type { Calibration } from "../contract.js";
import { selectRows, type SparseMatrix } from "../features/sparse-matrix.js";
import { classOffsets, offsetRows, withClassOffsets, withoutOwnShare } from "./class-offsets.js";
import { labelThresholds, type LabelRule } from "./label-thresholds.js";
import {
  fitPlatt,
  fitPlattPerClass,
  fitTemperature,
  toProbabilities,
  type Scaling,
} from "./temperature.js";
import { spreadRows, type TrainingSet } from "../features/training-set.js";

/**
 * Rows that the temperature is fitted on, at most: one number needs no more, and their scores cost
 * time.
 */
const PROBED_ROWS = 2000;
/**
 * Decisions (rows x classes) that the curves of several labels are fitted on, at most; each class
 * has its own curve and cut, and rare ones need all rows.
 */
const PROBED_DECISIONS = 2 ** 22;
const FOLDS = 3;
const FEW_ROWS = 1000;

/**
 * The calibration of so many rows: few rows lack the neighbours that leave-one-out counts on, and
 * three more fits cost little.
 */
export function defaultCalibration(rows: number): Calibration {
  return rows <= FEW_ROWS ? "cross-validation" : "leave-one-out";
}

/** A fitted model as the calibration sees it. */
export interface ScoredFit {
  /** Scores of rows, n by k. */
  readonly scores: (rows: SparseMatrix) => Float64Array;
  /** What each score of a probed row loses without the row itself in training, probed rows by k. */
  readonly ownShare: Float64Array;
  /** The scores of the probed rows, where they are known. */
  readonly probedScores?: Float64Array;
}

/** How scores become probabilities, and probabilities labels. */
export interface Calibrated {
  readonly scaling: Scaling;
  /** Null for one label a row. */
  readonly rule: LabelRule | null;
}

/**
 * Fits the model on all rows and then the curve from scores to probabilities on scores that leave
 * the scored row out: by taking the row's own share out of its score ("leave-one-out", no further
 * fit; the other rows' shares are not solved again, as in the bound of Jaakkola and Haussler 1999),
 * or by three further fits ("cross-validation"). Where the choice of C held rows out of its fits,
 * these have told the curve, and only the offsets of classes are left to be solved. The cuts of several labels are chosen on the same
 * scores.
 *
 * @param fit      called with the whole set first; for "cross-validation" again with one fold each
 *         at weight 0
 * @param reshape  applied to each row of scores before the curve
 */
export function calibratedScaling(
  matrix: SparseMatrix,
  training: {
    readonly set: TrainingSet;
    readonly calibration: Calibration;
    readonly seed: number;
    /** What held-out rows showed of the curve, and what part of the own share is lost. */
    readonly known?: {
      readonly sharpness: number | null;
      readonly hasOffsets: boolean;
      readonly lostShare: number;
    };
  },
  fit: (part: TrainingSet, probed: Int32Array) => ScoredFit,
  reshape?: (scores: Float64Array) => void,
): Calibrated {
  const { set, calibration, seed } = training;
  const k = set.space.classes.length;
  const { sharpness = null, hasOffsets = false, lostShare = 1 } = training.known ?? {};
  if (sharpness !== null && !set.space.multiLabel) {
    const rows = spreadRows(set, hasOffsets ? offsetRows(set, "final") : 0);
    const { scores, ownShare, probedScores } = fit(set, rows);
    // Offsets belong to the fit: they are there without a calibration, too.
    const slope = calibration === "none" ? 1 : sharpness;
    if (!hasOffsets) return { scaling: { sharpness: slope, offset: 0 }, rule: null };
    const known = withoutOwnShare(probedScores ?? scores(selectRows(matrix, rows)), ownShare);
    const offsets = classOffsets({ scores: known, set, rows }, sharpness);
    const perClass = Array.from(offsets, (offset) => ({
      sharpness: slope,
      offset: slope * offset,
    }));
    return { scaling: { sharpness: slope, offset: 0, perClass }, rule: null };
  }
  const probed = probedRows(set, calibration);
  const whole = fit(set, calibration === "leave-one-out" ? probed : new Int32Array(0));
  if (probed.length === 0) return { scaling: { sharpness: 1, offset: 0 }, rule: null };
  const probedMatrix = (): SparseMatrix =>
    probed.length === matrix.rows ? matrix : selectRows(matrix, probed);
  let heldOut = new Float64Array(probed.length * k);
  if (calibration === "leave-one-out") {
    const scores = whole.probedScores ?? whole.scores(probedMatrix());
    const share =
      sharpness === null
        ? lostShare
        : shareOfSharpness(scores, whole.ownShare, sharpness, set, probed);
    heldOut = scores.map((score, at) => score - share * whole.ownShare[at]!);
  } else {
    const rows = probedMatrix();
    crossFit(set, probed, seed, (part) => fit(part, new Int32Array(0)).scores(rows), heldOut);
  }
  if (reshape !== undefined)
    for (let at = 0; at < probed.length; at++) reshape(heldOut.subarray(at * k, (at + 1) * k));
  const scaling = fitScaling(heldOut, probed, set);
  if (!set.space.multiLabel) return { scaling, rule: null };
  const probabilities = Array.from(probed, (_, at) => {
    const row = heldOut.subarray(at * k, (at + 1) * k);
    for (let c = 0; c < k; c++) if (!set.present[c]) row[c] = -Infinity;
    toProbabilities(row, scaling, true);
    return row;
  });
  return {
    scaling,
    rule: labelThresholds(
      probabilities,
      Array.from(probed, (row) => set.space.ofRow[row]!),
    ),
  };
}

/**
 * The part of the own share to take out so that the curve of all classes together is as sharp as
 * rows that were really held out show it; the classes' own curves and cuts then stand on all rows.
 */
function shareOfSharpness(
  scores: Float64Array,
  ownShare: Float64Array,
  sharpness: number,
  set: TrainingSet,
  rows: Int32Array,
): number {
  const k = set.space.classes.length;
  const stride = Math.max(1, Math.floor(rows.length / PROBED_ROWS));
  const known = set.present.flatMap((present, c) => (present ? [c] : []));
  const cells = new Int32Array(Math.ceil(rows.length / stride) * known.length);
  const positive = new Uint8Array(cells.length);
  for (let row = 0, at = 0; row < rows.length; row += stride) {
    const own = set.space.ofRow[rows[row]!]!;
    for (const c of known) {
      positive[at] = own.includes(c) ? 1 : 0;
      cells[at++] = row * k + c;
    }
  }
  const left = new Float64Array(cells.length);
  let low = 0;
  let high = 1;
  for (let step = 0; step < 7; step++) {
    const share = (low + high) / 2;
    for (let at = 0; at < cells.length; at++)
      left[at] = scores[cells[at]!]! - share * ownShare[cells[at]!]!;
    const found = fitPlatt(left, positive);
    // The less of it is taken out, the surer the scores look.
    if (found.sharpness > sharpness) low = share;
    else high = share;
  }
  return (low + high) / 2;
}

function probedRows(set: TrainingSet, calibration: Calibration): Int32Array {
  if (calibration === "none") return new Int32Array(0);
  const most = set.space.multiLabel
    ? Math.max(PROBED_ROWS, Math.floor(PROBED_DECISIONS / set.space.classes.length))
    : PROBED_ROWS;
  return spreadRows(set, most);
}

function crossFit(
  set: TrainingSet,
  probed: Int32Array,
  seed: number,
  scoresWithout: (part: TrainingSet) => Float64Array,
  heldOut: Float64Array,
): void {
  const k = set.space.classes.length;
  const order = new Random(seed)
    .derive("calibration")
    .shuffle([...set.weights.keys()].filter((row) => set.weights[row]! > 0));
  const foldOf = new Int32Array(set.weights.length);
  order.forEach((row, at) => (foldOf[row] = at % FOLDS));
  for (let fold = 0; fold < FOLDS; fold++) {
    const scores = scoresWithout({
      ...set,
      weights: set.weights.map((weight, row) => (foldOf[row] === fold ? 0 : weight)),
    });
    probed.forEach((row, at) => {
      if (foldOf[row] === fold) heldOut.set(scores.subarray(at * k, (at + 1) * k), at * k);
    });
  }
}

/**
 * The curve that makes held-out scores most likely: one temperature for one label a row, a logistic
 * curve per class for several.
 *
 * @param scores one row of class scores for each of `rows`; classes without a row are set to
 *         -Infinity
 */
function fitScaling(scores: Float64Array, rows: Int32Array, set: TrainingSet): Scaling {
  const k = set.space.classes.length;
  if (set.space.multiLabel) {
    const positive = new Uint8Array(scores.length);
    rows.forEach((row, at) => {
      for (const c of set.space.ofRow[row]!) positive[at * k + c] = 1;
    });
    const known = set.present.flatMap((present, c) => (present ? [c] : []));
    return fitPlattPerClass(scores, positive, { classes: k, known });
  }
  for (let at = 0; at < rows.length; at++) {
    const row = scores.subarray(at * k, (at + 1) * k);
    // A class that only the held-out rows have is below all others, but as an error that can be
    // weighed.
    const below =
      row.reduce((least, score) => (score > -Infinity && score < least ? score : least), Infinity) -
      1;
    for (let c = 0; c < k; c++) row[c] = set.present[c] ? Math.max(row[c]!, below) : -Infinity;
  }
  const labels = Array.from(rows, (row) => set.space.ofRow[row]![0]!);
  const weights = Array.from(rows, (row, at) => set.weights[row]! * set.classWeights[labels[at]!]!);
  return withClassOffsets(
    { scores, labels, weights, classes: k },
    fitTemperature(scores, labels, weights, k),
  );
}
