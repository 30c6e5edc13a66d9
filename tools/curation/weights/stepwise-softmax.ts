import type { SparseMatrix } from "../../learning/features/sparse-matrix.js";

/**
 * Losses of which the stepwise model gives gradients; log 0 = -4 bounds the reverse one (Wang et
 * al. 2019).
 */
export type StepLoss = "cross-entropy" | "reverse-cross-entropy";

const LOG_OF_ZERO = -4;

/**
 * A multinomial logistic regression that is trained pass by pass, so that weights of rows can be
 * learnt beside it.
 *
 * A direction is laid out like the parameters: one row of k numbers per column, then one for the
 * bias.
 */
export class StepwiseSoftmax {
  readonly #matrix: SparseMatrix;
  readonly #labels: ArrayLike<number>;
  readonly #k: number;
  readonly #parameters: Float32Array;
  readonly #scratch: Float64Array;
  readonly #hasBias: boolean;

  /**
   * @param labels class per row, integers in [0, classes)
   * @param options.bias whether a class has a constant beside its features; true by default
   */
  constructor(
    matrix: SparseMatrix,
    labels: ArrayLike<number>,
    classes: number,
    options: { readonly bias?: boolean } = {},
  ) {
    this.#hasBias = options.bias ?? true;
    this.#matrix = matrix;
    this.#labels = labels;
    this.#k = classes;
    this.#parameters = new Float32Array((matrix.columns + 1) * classes);
    this.#scratch = new Float64Array(classes);
  }

  /** Back to no knowledge: every class equally probable. */
  reset(): void {
    this.#parameters.fill(0);
  }

  /** The class probabilities of a row, in a scratch array that the next call overwrites. */
  probabilities(row: number): Float64Array {
    const { starts, indices, values, columns } = this.#matrix;
    const k = this.#k;
    const scores = this.#scratch;
    for (let c = 0; c < k; c++) scores[c] = this.#parameters[columns * k + c]!;
    for (let p = starts[row]!; p < starts[row + 1]!; p++) {
      const at = indices[p]! * k;
      const value = values[p]!;
      for (let c = 0; c < k; c++) scores[c] = scores[c]! + this.#parameters[at + c]! * value;
    }
    let top = -Infinity;
    for (const score of scores) if (score > top) top = score;
    let sum = 0;
    for (let c = 0; c < k; c++) sum += scores[c] = Math.exp(scores[c]! - top);
    for (let c = 0; c < k; c++) scores[c] = scores[c]! / sum;
    return scores;
  }

  /** The derivative of a row's loss by its scores, in the same scratch array. */
  residual(row: number, loss: StepLoss = "cross-entropy"): Float64Array {
    const probabilities = this.probabilities(row);
    const given = this.#labels[row]!;
    const factor = loss === "cross-entropy" ? 1 : -LOG_OF_ZERO * probabilities[given]!;
    probabilities[given] = probabilities[given]! - 1;
    for (let c = 0; c < probabilities.length; c++) probabilities[c] = probabilities[c]! * factor;
    return probabilities;
  }

  /**
   * One pass of stochastic gradient descent on the weighted cross-entropy, in the order of `rows`.
   */
  pass(rows: ArrayLike<number>, weights: ArrayLike<number> | null, rate: number): void {
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      const step = rate * (weights?.[row] ?? 1);
      if (step !== 0) this.#add(this.#parameters, row, this.residual(row), -step);
    }
  }

  /** Adds a row's gradient (from its residual) times a factor to the parameters. */
  move(row: number, residual: Float64Array, factor: number): void {
    this.#add(this.#parameters, row, residual, factor);
  }

  /** The sum of the rows' gradients. */
  gradient(rows: ArrayLike<number>, loss: StepLoss = "cross-entropy"): Float64Array {
    const direction = new Float64Array(this.#parameters.length);
    for (let at = 0; at < rows.length; at++)
      this.#add(direction, rows[at]!, this.residual(rows[at]!, loss), 1);
    return direction;
  }

  /** How many of the rows have their own label as the most probable class. */
  right(rows: ArrayLike<number>): number {
    let right = 0;
    for (let at = 0; at < rows.length; at++) {
      const probabilities = this.probabilities(rows[at]!);
      let best = 0;
      for (let c = 1; c < this.#k; c++) if (probabilities[c]! > probabilities[best]!) best = c;
      if (best === this.#labels[rows[at]!]) right += 1;
    }
    return right;
  }

  /** The inner product of a row's cross-entropy gradient with a direction. */
  along(row: number, direction: Float64Array): number {
    const { starts, indices, values, columns } = this.#matrix;
    const k = this.#k;
    const residual = this.residual(row);
    let product = 0;
    for (let c = 0; this.#hasBias && c < k; c++)
      product += residual[c]! * direction[columns * k + c]!;
    for (let p = starts[row]!; p < starts[row + 1]!; p++) {
      const at = indices[p]! * k;
      let inner = 0;
      for (let c = 0; c < k; c++) inner += residual[c]! * direction[at + c]!;
      product += values[p]! * inner;
    }
    return product;
  }

  #add(
    target: Float32Array | Float64Array,
    row: number,
    residual: Float64Array,
    factor: number,
  ): void {
    const { starts, indices, values, columns } = this.#matrix;
    const k = this.#k;
    const bias = columns * k;
    for (let c = 0; this.#hasBias && c < k; c++)
      target[bias + c] = target[bias + c]! + factor * residual[c]!;
    for (let p = starts[row]!; p < starts[row + 1]!; p++) {
      const at = indices[p]! * k;
      const scaled = factor * values[p]!;
      for (let c = 0; c < k; c++) target[at + c] = target[at + c]! + scaled * residual[c]!;
    }
  }
}
