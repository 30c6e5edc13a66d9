import type { SparseMatrix } from "../features/sparse-matrix.js";
import { withLaneMemory } from "./lane-memory.js";
import type { LanePass, LanePlaces } from "./lane-pass.js";

/** Problems that are solved side by side at most: their numbers stay in registers. */
const MOST_LANES = 16;
/** A gradient of this part of the tolerance moves nothing. */
const HARDLY = 0.1;

/** One problem: a class against the rest. */
export interface Lane {
  readonly classIndex: number;
  /** C. */
  readonly cost: number;
  /** Which of several fits it is for. */
  readonly fit: number;
}

/** Several support vector machines over the same rows. */
export interface LaneProblem {
  readonly matrix: SparseMatrix;
  /** Squared row lengths, the constant feature of the bias included. */
  readonly norms: Float64Array;
  readonly lanes: readonly Lane[];
  /** The classes of each row. */
  readonly ofRow: readonly Int32Array[];
  /** What the cost of a row is multiplied by where it has a class, or has not; 0 leaves it out. */
  readonly rowWeight: (row: number, classIndex: number, belongs: boolean) => number;
  readonly biasFeature: 0 | 1;
  readonly seed: number;
  /** Stop when the spread of projected gradients of each class falls to this. */
  readonly tolerance: number;
  readonly maxEpochs: number;
  /** The weight to start from and to stay near, the bias last. */
  readonly start: ((column: number, classIndex: number) => number) | null;
  /** Rows whose scores are wanted. */
  readonly probed: Int32Array;
  /** Receives each group of problems that were solved side by side. */
  readonly solved: (solution: LaneSolution) => void;
}

/** Of problems that were solved side by side; to be read at once. */
export interface LaneSolution {
  readonly lanes: readonly Lane[];
  /** One row of `width` numbers per column, then one for the bias. */
  readonly weights: Float32Array;
  readonly width: number;
  /** The dual variable of a row in the problem at a place of `lanes`. */
  readonly dual: (row: number, lane: number) => number;
  /** The scores of the probed rows, `width` numbers each. */
  readonly scores: Float32Array;
}

/**
 * Solves L2-regularised, squared-hinge support vector machines by the dual coordinate descent of
 * Hsieh et al. 2008 ("A dual coordinate descent method for large-scale linear SVM"), up to sixteen
 * side by side: one look at a feature of a row serves all. A row sleeps, as in shrinking there,
 * while none of them has use for it: where its dual variable is 0 and stays so, or rests.
 */
export function solveLanes(problem: LaneProblem): void {
  const { matrix, lanes, probed } = problem;
  const groups = Math.max(1, Math.ceil(lanes.length / MOST_LANES));
  const each = Math.ceil(lanes.length / groups);
  const width = 4 * Math.ceil(each / 4);
  const places = placesOf(matrix, width, probed.length);
  withLaneMemory({ bytes: places.bytes, width }, (memory, { pass, scores }) => {
    writeRows(matrix, width, memory, places);
    for (let from = 0; from < lanes.length; from += each) {
      const group = lanes.slice(from, from + each);
      const states = new Float32Array(memory, places.states, 4 * width * matrix.rows);
      const weights = new Float32Array(memory, 0, (matrix.columns + 1) * width);
      writeProblems(problem, { group, width, states, weights });
      descend(problem, { group, width, memory, places, states, pass });
      problem.solved({
        lanes: group,
        weights,
        width,
        dual: (row, lane) => states[4 * width * row + 3 * width + lane]!,
        scores: probedScores(problem, { width, memory, places, scores }),
      });
    }
  });
}

interface Places extends LanePlaces {
  readonly entries: number;
  /** The probed rows, and then their scores. */
  readonly probed: number;
  readonly bytes: number;
}

/** The weights come first, at 0. */
function placesOf(
  { rows, columns, indices }: SparseMatrix,
  width: number,
  probedRows: number,
): Places {
  const bias = 4 * columns * width;
  const starts = bias + 4 * width;
  const entries = starts + 4 * (rows + 1);
  const states = entries + 8 * indices.length;
  const order = states + 16 * width * rows;
  const last = order + 4 * rows;
  const probed = last + 24 * width;
  const idle = probed + 4 * (1 + width) * probedRows;
  const bytes = idle + rows;
  return { bias, starts, entries, states, order, last, totals: last, probed, idle, bytes };
}

function probedScores(
  { probed }: LaneProblem,
  {
    width,
    memory,
    places,
    scores,
  }: {
    readonly width: number;
    readonly memory: ArrayBuffer;
    readonly places: Places;
    readonly scores: LanePass;
  },
): Float32Array {
  new Int32Array(memory, places.probed, probed.length).set(probed);
  const last = places.probed + 4 * probed.length;
  scores(memory, { ...places, order: places.probed, last, states: last });
  return new Float32Array(memory, last, width * probed.length);
}

function writeRows(
  { rows, starts, indices, values }: SparseMatrix,
  width: number,
  memory: ArrayBuffer,
  places: Places,
): void {
  const numbers = new Uint32Array(memory);
  const floats = new Float32Array(memory);
  for (let row = 0; row <= rows; row++)
    numbers[places.starts / 4 + row] = places.entries + 8 * starts[row]!;
  const entries = places.entries / 4;
  for (let p = 0; p < indices.length; p++) {
    numbers[entries + 2 * p] = 4 * width * indices[p]!;
    floats[entries + 2 * p + 1] = values[p]!;
  }
}

interface Group {
  readonly group: readonly Lane[];
  readonly width: number;
  readonly states: Float32Array;
}

function writeProblems(
  { matrix, ofRow, norms, rowWeight, start }: LaneProblem,
  { group, width, states, weights }: Group & { readonly weights: Float32Array },
): void {
  states.fill(0);
  weights.fill(0);
  for (let row = 0; row < matrix.rows; row++) {
    const own = ofRow[row]!;
    const state = 4 * width * row;
    for (let lane = 0; lane < group.length; lane++) {
      const { classIndex, cost } = group[lane]!;
      const belongs = own.includes(classIndex);
      const weighed = cost * rowWeight(row, classIndex, belongs);
      states[state + lane] = belongs ? 1 : -1;
      if (!(weighed > 0)) continue;
      const diagonal = 0.5 / weighed;
      states[state + width + lane] = diagonal;
      states[state + 2 * width + lane] = 1 / (norms[row]! + diagonal);
    }
  }
  if (start === null) return;
  for (let column = 0; column <= matrix.columns; column++)
    group.forEach(({ classIndex }, lane) => {
      weights[column * width + lane] = start(column, classIndex);
    });
}

function descend(
  { matrix, biasFeature, seed, tolerance, maxEpochs }: LaneProblem,
  {
    group,
    width,
    memory,
    places,
    states,
    pass,
  }: Group & { readonly memory: ArrayBuffer; readonly places: Places; readonly pass: LanePass },
): void {
  const totals = new Float32Array(memory, places.totals, 6 * width);
  const [largest, smallest, bound] = [0, 1, 2].map((field) =>
    totals.subarray(width * field, width * (field + 1)),
  ) as [Float32Array, Float32Array, Float32Array];
  bound.fill(Infinity);
  totals.fill(1, 3 * width, 4 * width);
  totals.fill(HARDLY * tolerance, 4 * width, 5 * width);
  totals.fill(biasFeature, 5 * width);
  const idle = new Uint8Array(memory, places.idle, matrix.rows);
  const order = new Int32Array(memory, places.order, matrix.rows);
  let all = 0;
  for (let row = 0; row < matrix.rows; row++) {
    const rates = 4 * width * row + 2 * width;
    if (states.subarray(rates, rates + width).some((rate) => rate > 0)) order[all++] = row;
  }
  let active = all;
  let random = ((seed + 7919 * group[0]!.classIndex) ^ 0x5bd1e995) | 1;
  for (let epoch = 0; epoch < maxEpochs; epoch++) {
    for (let s = 0; s < active - 1; s++) {
      random ^= random << 13;
      random ^= random >>> 17;
      random ^= random << 5;
      const other = s + ((random >>> 0) % (active - s));
      const held = order[s]!;
      order[s] = order[other]!;
      order[other] = held;
    }
    largest.fill(-Infinity);
    smallest.fill(Infinity);
    pass(memory, { ...places, last: places.order + 4 * active });
    if (group.every((_, lane) => largest[lane]! - smallest[lane]! <= tolerance)) {
      if (active === all) break;
      active = all;
      bound.fill(Infinity);
      continue;
    }
    for (let lane = 0; lane < width; lane++)
      bound[lane] = largest[lane]! <= 0 ? Infinity : largest[lane]!;
    for (let s = 0; s < active; s++) {
      const row = order[s]!;
      if (idle[row] === 0) continue;
      active--;
      order[s--] = order[active]!;
      order[active] = row;
    }
  }
}
