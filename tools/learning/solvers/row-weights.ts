import { addRow, scoreRow } from "../classifiers/row-kernels.js";
import type { SparseMatrix } from "../features/sparse-matrix.js";
import { withVectorMemory } from "./lane-memory.js";
import { ROW_ENTRY_BYTES, rowProgram } from "./row-program.js";
import { Instance, Module, validate, type VectorMemory } from "./web-assembly.js";

/** With fewer classes plain loops are as fast. */
const LEAST_CLASSES = 8;
/** Larger ones are not held a second time. */
const MOST_BYTES = 2 ** 28;

/** Weights that are learnt row by row, one row of `stride` numbers per column and one for the bias. */
export interface RowWeights {
  /** The scores of the row that was asked for last, a number for each class. */
  readonly scores: Float64Array;
  /** What is added for each class. */
  readonly steps: Float64Array;
  readonly score: (row: number) => void;
  /** Adds the steps times the row that was scored last; the bias as often as is said. */
  readonly add: (row: number, biasFeature: 0 | 1) => void;
}

/**
 * Lends weights of many classes in vector instructions, of two that mirror each other as those of
 * one, else in plain loops, as where there are no vector instructions: with the same numbers to the
 * bit; afterwards `weights` has what was learnt.
 */
export function withRowWeights(
  {
    matrix,
    weights,
    classes,
    mirrored = false,
  }: {
    readonly matrix: SparseMatrix;
    readonly weights: Float32Array;
    readonly classes: number;
    /** Whether there are two classes whose weights and steps are each other's opposite. */
    readonly mirrored?: boolean;
  },
  use: (rows: RowWeights) => void,
): void {
  if (mirrored) {
    const half = weights.filter((_weight, at) => at % 2 === 0);
    use(mirroredRowWeights(matrix, half));
    half.forEach((weight, column) => {
      weights[2 * column] = weight;
      weights[2 * column + 1] = 0 - weight;
    });
    return;
  }
  const stride = classes + (classes % 2);
  const longest = longestRow(matrix);
  const bytes = 4 * (matrix.columns + 1) * stride + 16 * (stride + 1) + ROW_ENTRY_BYTES * longest;
  const program = classes < LEAST_CLASSES || bytes > MOST_BYTES ? null : programOf(stride);
  if (program === null) {
    use(plainRowWeights({ matrix, weights, classes }));
    return;
  }
  withVectorMemory(bytes, (memory) => {
    if (memory === null) {
      use(plainRowWeights({ matrix, weights, classes }));
      return;
    }
    const inside = new Float32Array(memory.buffer, 0, (matrix.columns + 1) * stride);
    copied(weights, classes, inside, stride);
    use(vectorRowWeights({ matrix, classes, stride, memory, program }));
    copied(inside, stride, weights, classes);
  });
}

/** Two classes by the weights of the first alone, with the same numbers to the bit. */
function mirroredRowWeights(
  { columns, starts, indices, values }: SparseMatrix,
  weights: Float32Array,
): RowWeights {
  const [scores, steps] = [new Float64Array(2), new Float64Array(2)];
  return {
    scores,
    steps,
    score: (row) => {
      const to = starts[row + 1]!;
      let sum = weights[columns]!;
      for (let p = starts[row]!; p < to; p++) sum += weights[indices[p]!]! * values[p]!;
      scores[0] = sum;
      scores[1] = -sum;
    },
    add: (row, biasFeature) => {
      const step = steps[0]!;
      weights[columns] = weights[columns]! + biasFeature * step;
      if (step === 0) return;
      const to = starts[row + 1]!;
      for (let p = starts[row]!; p < to; p++) {
        const at = indices[p]!;
        weights[at] = weights[at]! + step * values[p]!;
      }
    },
  };
}

/** The same in plain loops. */
export function plainRowWeights({
  matrix,
  weights,
  classes,
}: {
  readonly matrix: SparseMatrix;
  readonly weights: Float32Array;
  readonly classes: number;
}): RowWeights {
  const [scores, steps] = [new Float64Array(classes), new Float64Array(classes)];
  const bias = matrix.columns * classes;
  return {
    scores,
    steps,
    score: (row) => scoreRow(matrix, row, weights, scores),
    add: (row, biasFeature) => {
      for (let c = 0; c < classes; c++)
        weights[bias + c] = weights[bias + c]! + biasFeature * steps[c]!;
      addRow(matrix, row, weights, steps);
    },
  };
}

function vectorRowWeights({
  matrix: { columns, starts, indices, values },
  classes,
  stride,
  memory,
  program,
}: {
  readonly matrix: SparseMatrix;
  readonly classes: number;
  readonly stride: number;
  readonly memory: VectorMemory;
  readonly program: object;
}): RowWeights {
  const { exports } = new Instance(program, { rows: { memory } });
  const kernel = exports as Record<"scores" | "add", (...addresses: number[]) => void>;
  const bias = 4 * columns * stride;
  // Numbers of 64 bits lie at multiples of 8.
  const scoresAt = 8 * Math.ceil((bias + 4 * stride) / 8);
  const stepsAt = scoresAt + 8 * stride;
  const entriesAt = stepsAt + 8 * stride;
  const padded = new Float64Array(memory.buffer, stepsAt, stride).fill(0);
  const weights = new Float32Array(memory.buffer, bias, stride);
  const places = new Int32Array(memory.buffer, entriesAt);
  const numbers = new Float64Array(memory.buffer, entriesAt, places.length >> 1);
  const steps = padded.subarray(0, classes);
  let end = entriesAt;
  return {
    scores: new Float64Array(memory.buffer, scoresAt, classes),
    steps,
    score: (row) => {
      let at = 0;
      for (let p = starts[row]!; p < starts[row + 1]!; p++, at += 2) {
        places[2 * at] = 4 * stride * indices[p]!;
        numbers[at + 1] = values[p]!;
      }
      end = entriesAt + 8 * at;
      kernel.scores(entriesAt, end, bias, scoresAt);
    },
    add: (_row, biasFeature) => {
      for (let c = 0; c < classes; c++) weights[c] = weights[c]! + biasFeature * steps[c]!;
      kernel.add(entriesAt, end, stepsAt, 0);
    },
  };
}

/** The module for each number of classes; null where this machine has no vector instructions. */
const programs = new Map<number, object | null>();

function programOf(stride: number): object | null {
  let program = programs.get(stride);
  if (program === undefined) {
    const bytes = rowProgram(stride);
    program = validate(bytes) ? new Module(bytes) : null;
    programs.set(stride, program);
  }
  return program;
}

function longestRow({ rows, starts }: SparseMatrix): number {
  let longest = 0;
  for (let row = 0; row < rows; row++) longest = Math.max(longest, starts[row + 1]! - starts[row]!);
  return longest;
}

function copied(from: Float32Array, fromStride: number, to: Float32Array, toStride: number): void {
  if (fromStride === toStride) {
    to.set(from);
    return;
  }
  const rows = from.length / fromStride;
  for (let row = 0; row < rows; row++)
    for (let c = 0; c < toStride; c++)
      to[row * toStride + c] = c < fromStride ? from[row * fromStride + c]! : 0;
}
