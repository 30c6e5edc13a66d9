import { innerProduct } from "../../../../base/statistics/inner-product.js";
const RATE = 1.2;

/** A linear score over standardised features. */
export class LinearScore {
  readonly #means: Float64Array;
  readonly #scales: Float64Array;
  readonly #weights: Float64Array;
  readonly #bias: number;

  /**
   * Logistic regression of good against bad rows by gradient descent, both sides with the same
   * total weight, with a ridge of `ridge`.
   *
   * @param good feature rows of one length
   * @param bad  feature rows of the same length
   */
  constructor(
    good: readonly Float64Array[],
    bad: readonly Float64Array[],
    { ridge = 0.02, steps = 70 } = {},
  ) {
    const width = good[0]?.length ?? 0;
    this.#means = new Float64Array(width);
    this.#scales = new Float64Array(width);
    const all = [...good, ...bad];
    for (let column = 0; column < width; column++) {
      const mean = all.reduce((sum, row) => sum + (row[column] as number), 0) / all.length;
      const variance =
        all.reduce((sum, row) => sum + ((row[column] as number) - mean) ** 2, 0) / all.length;
      this.#means[column] = mean;
      this.#scales[column] = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
    }
    const rows = all.map((row) =>
      row.map(
        (value, column) =>
          (value - (this.#means[column] as number)) * (this.#scales[column] as number),
      ),
    );
    const weights = new Float64Array(width);
    let bias = 0;
    for (let step = 0; step < steps; step++) {
      const gradient = new Float64Array(width);
      let biasGradient = 0;
      rows.forEach((row, at) => {
        const isGood = at < good.length;
        const error =
          ((isGood ? 1 : 0) - 1 / (1 + Math.exp(-innerProduct(row, weights) - bias))) /
          (isGood ? good.length : bad.length);
        for (let column = 0; column < width; column++)
          gradient[column] = (gradient[column] as number) + error * (row[column] as number);
        biasGradient += error;
      });
      for (let column = 0; column < width; column++) {
        weights[column] =
          (weights[column] as number) +
          RATE * ((gradient[column] as number) - ridge * (weights[column] as number));
      }
      bias += RATE * biasGradient;
    }
    this.#weights = weights;
    this.#bias = bias;
  }

  of(features: Float64Array): number {
    let sum = this.#bias;
    for (let column = 0; column < features.length; column++) {
      sum +=
        ((features[column] as number) - (this.#means[column] as number)) *
        (this.#scales[column] as number) *
        (this.#weights[column] as number);
    }
    return sum;
  }
}
