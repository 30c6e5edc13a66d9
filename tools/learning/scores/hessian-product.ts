import type { SparseMatrix } from "../features/sparse-matrix.js";

/**
 * The Hessian of a softmax regression's weighted mean log loss, as a product with a vector: it
 * never stands in memory.
 */
export class HessianProduct {
  readonly #features: SparseMatrix;
  readonly #probabilities: readonly Float64Array[];
  readonly #weights: readonly number[];
  readonly #total: number;

  /** @param probabilities one row of k per row of the features */
  constructor(
    features: SparseMatrix,
    probabilities: readonly Float64Array[],
    weights: readonly number[],
  ) {
    this.#features = features;
    this.#probabilities = probabilities;
    this.#weights = weights;
    this.#total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  }

  /**
   * product = H vector; laid out as k numbers per column, then k for the bias. H of one row is
   * (diag(p) - p p^T) x (x x^T).
   */
  multiply(vector: Float64Array, product: Float64Array): void {
    const { starts, indices, values, columns, rows } = this.#features;
    const k = this.#probabilities[0]?.length ?? 0;
    const bias = columns * k;
    const a = new Float64Array(k);
    product.fill(0);
    for (let i = 0; i < rows; i++) {
      const p = this.#probabilities[i]!;
      for (let c = 0; c < k; c++) a[c] = vector[bias + c]!;
      for (let at = starts[i]!; at < starts[i + 1]!; at++) {
        const base = indices[at]! * k;
        const value = values[at]!;
        for (let c = 0; c < k; c++) a[c] = a[c]! + value * vector[base + c]!;
      }
      let expected = 0;
      for (let c = 0; c < k; c++) expected += p[c]! * a[c]!;
      const weight = this.#weights[i]! / this.#total;
      for (let c = 0; c < k; c++) a[c] = weight * p[c]! * (a[c]! - expected);
      for (let c = 0; c < k; c++) product[bias + c] = product[bias + c]! + a[c]!;
      for (let at = starts[i]!; at < starts[i + 1]!; at++) {
        const base = indices[at]! * k;
        const value = values[at]!;
        for (let c = 0; c < k; c++) product[base + c] = product[base + c]! + value * a[c]!;
      }
    }
  }
}
