import { squaredNorms, type SparseMatrix } from "../features/sparse-matrix.js";
import { solveJointly } from "./joint-support-vectors.js";
import { solveSupportVectors } from "./support-vector-solver.js";

/**
 * Classes whose scores are computed together: their weights lie side by side, so one look at a
 * feature serves all.
 */
const LANES = 8;
/** Negative rows of the first working set, per positive row. */
const SAMPLED_NEGATIVES = 8;
const LEAST_NEGATIVES = 64;
/** Part of all rows of all classes from which on they are solved at once. */
const CROWDED = 0.3;

export interface OneVersusRestOptions {
  readonly matrix: SparseMatrix;
  /** Whether row i belongs to class c. */
  readonly belongs: (row: number, classIndex: number) => boolean;
  /** The classes to solve, as indices. */
  readonly classes: ArrayLike<number>;
  /** Cost of row i in the problem of class c; 0 leaves it out. */
  readonly costs: (classIndex: number) => Float64Array;
  readonly seed: number;
  readonly tolerance: number;
  readonly maxEpochs: number;
  /**
   * Weights to start from and to stay near, per class: one per column, then the bias, which keeps
   * its value.
   */
  readonly start?: (classIndex: number) => Float64Array | null;
  /** Receives each solved class. */
  readonly solved: (classIndex: number, weights: Float64Array, alpha: Float64Array) => void;
}

interface Lane {
  readonly classIndex: number;
  readonly targets: Int8Array;
  readonly costs: Float64Array;
  readonly alpha: Float64Array;
  readonly weights: Float64Array;
  readonly member: Uint8Array;
  rows: number[];
  done: boolean;
}

/**
 * Solves one support vector machine per class against all others over the same rows.
 *
 * A class needs few of the other classes' rows (its support vectors), so each problem is solved on
 * a working set: its own rows and a sample of others, then every row found inside the margin joins
 * until there is none. The solution is that of the whole problem; the passes over all rows are
 * shared by the classes.
 */
export function solveOneVersusRest(options: OneVersusRestOptions): void {
  const norms = squaredNorms(options.matrix);
  const biasFeature = options.start === undefined ? 1 : 0;
  for (let i = 0; i < norms.length; i++) norms[i] = norms[i]! + biasFeature;
  const packed = new Float32Array((options.matrix.columns + 1) * LANES);
  for (let from = 0; from < options.classes.length; from += LANES) {
    const lanes: Lane[] = [];
    for (let c = from; c < Math.min(from + LANES, options.classes.length); c++)
      lanes.push(openLane(options, options.classes[c]!));
    const scores = new Float32Array(options.matrix.rows * LANES);
    for (let round = 0; lanes.some((lane) => !lane.done); round++) {
      if (round > 0 && lanes.length > 1 && isCrowded(lanes)) {
        solveTogether(options, lanes, norms, biasFeature);
        break;
      }
      for (const lane of lanes) {
        if (!lane.done)
          solveSupportVectors({
            ...lane,
            matrix: options.matrix,
            norms,
            biasFeature,
            seed: options.seed + 7919 * lane.classIndex + round,
            tolerance: round === 0 ? Math.max(0.5, options.tolerance) : options.tolerance,
            maxEpochs: options.maxEpochs,
          });
      }
      pack(lanes, packed);
      scoreAll(options.matrix, packed, scores);
      lanes.forEach((lane, l) => {
        if (!lane.done) lane.done = !takeIn(lane, scores, l, options.tolerance);
      });
    }
    for (const lane of lanes) options.solved(lane.classIndex, lane.weights, lane.alpha);
  }
}

/** Whether working sets no longer save anything over solving all rows of all classes at once. */
function isCrowded(lanes: readonly Lane[]): boolean {
  const open = lanes.filter((lane) => !lane.done);
  const members = open.reduce((sum, lane) => sum + lane.rows.length, 0);
  return members > CROWDED * lanes.length * lanes[0]!.targets.length;
}

function solveTogether(
  options: OneVersusRestOptions,
  lanes: readonly Lane[],
  norms: Float64Array,
  biasFeature: 0 | 1,
): void {
  const k = lanes.length;
  const weights = new Float32Array((options.matrix.columns + 1) * k);
  lanes.forEach((lane, l) => {
    for (let column = 0; column < lane.weights.length; column++)
      weights[column * k + l] = lane.weights[column]!;
  });
  solveJointly({
    matrix: options.matrix,
    lanes,
    weights,
    norms,
    biasFeature,
    seed: options.seed + 7919 * lanes[0]!.classIndex,
    tolerance: options.tolerance,
    maxEpochs: options.maxEpochs,
  });
  lanes.forEach((lane, l) => {
    for (let column = 0; column < lane.weights.length; column++)
      lane.weights[column] = weights[column * k + l]!;
  });
}

function openLane(options: OneVersusRestOptions, classIndex: number): Lane {
  const count = options.matrix.rows;
  const costs = options.costs(classIndex);
  const targets = new Int8Array(count);
  const member = new Uint8Array(count);
  const rows: number[] = [];
  const negatives: number[] = [];
  for (let i = 0; i < count; i++) {
    targets[i] = options.belongs(i, classIndex) ? 1 : -1;
    if (costs[i] === 0) continue;
    if (targets[i] === 1) rows.push(i);
    else negatives.push(i);
  }
  const wanted = Math.max(LEAST_NEGATIVES, SAMPLED_NEGATIVES * rows.length);
  const stride = Math.max(1, negatives.length / wanted);
  for (let at = 0; at < negatives.length; at += stride) rows.push(negatives[Math.floor(at)]!);
  for (const row of rows) member[row] = 1;
  const start = options.start?.(classIndex) ?? null;
  const weights = start === null ? new Float64Array(options.matrix.columns + 1) : start.slice();
  return {
    classIndex,
    targets,
    costs,
    alpha: new Float64Array(count),
    weights,
    member,
    rows,
    done: false,
  };
}

function pack(lanes: readonly Lane[], packed: Float32Array): void {
  lanes.forEach(({ weights }, l) => {
    for (let column = 0; column < weights.length; column++)
      packed[column * LANES + l] = weights[column]!;
  });
}

function scoreAll(matrix: SparseMatrix, packed: Float32Array, scores: Float32Array): void {
  const { starts, indices, values, columns, rows } = matrix;
  const bias = columns * LANES;
  for (let i = 0; i < rows; i++) {
    let s0 = packed[bias]!,
      s1 = packed[bias + 1]!,
      s2 = packed[bias + 2]!,
      s3 = packed[bias + 3]!;
    let s4 = packed[bias + 4]!,
      s5 = packed[bias + 5]!,
      s6 = packed[bias + 6]!,
      s7 = packed[bias + 7]!;
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      const at = indices[p]! * LANES;
      const value = values[p]!;
      s0 += packed[at]! * value;
      s1 += packed[at + 1]! * value;
      s2 += packed[at + 2]! * value;
      s3 += packed[at + 3]! * value;
      s4 += packed[at + 4]! * value;
      s5 += packed[at + 5]! * value;
      s6 += packed[at + 6]! * value;
      s7 += packed[at + 7]! * value;
    }
    const at = i * LANES;
    scores[at] = s0;
    scores[at + 1] = s1;
    scores[at + 2] = s2;
    scores[at + 3] = s3;
    scores[at + 4] = s4;
    scores[at + 5] = s5;
    scores[at + 6] = s6;
    scores[at + 7] = s7;
  }
}

/** Adds the rows inside the margin to the working set; false when there was none. */
function takeIn(lane: Lane, scores: Float32Array, l: number, tolerance: number): boolean {
  const before = lane.rows.length;
  for (let i = 0; i < lane.targets.length; i++) {
    if (lane.member[i] === 1 || lane.costs[i] === 0) continue;
    if (1 - lane.targets[i]! * scores[i * LANES + l]! > tolerance) {
      lane.member[i] = 1;
      lane.rows.push(i);
    }
  }
  return lane.rows.length > before;
}
