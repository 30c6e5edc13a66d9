import { DatawrightError } from "../../base/errors.js";
import type { TextClassifier, TextInput } from "./contract.js";
import { LinearTextClassifier } from "./classifiers/linear-classifier.js";
import { rowProduct, type SparseMatrix } from "./features/sparse-matrix.js";
import { toProbabilities } from "./classifiers/temperature.js";

/**
 * "reverse-cross-entropy" (Wang et al. 2019, with log 0 = -4) is bounded, so one mislabelled row
 * cannot dominate.
 */
export type GradientLoss = "cross-entropy" | "reverse-cross-entropy";

const LOG_OF_ZERO = -4;

/**
 * Gradients of the loss of each row with respect to the weights: row i's is the outer product
 * residuals[i] x features[i].
 */
export class SampleGradients {
  readonly residuals: readonly Float64Array[];
  readonly features: SparseMatrix;
  readonly #scratch: Float64Array;

  constructor(residuals: readonly Float64Array[], features: SparseMatrix) {
    this.residuals = residuals;
    this.features = features;
    this.#scratch = new Float64Array(features.columns);
  }

  /**
   * The inner product of the gradient of row i with the gradient of row j of `other`; the bias
   * counts as a feature of 1.
   */
  product(i: number, other: SampleGradients, j: number): number {
    const left = this.residuals[i]!;
    const right = other.residuals[j]!;
    let residual = 0;
    for (let c = 0; c < left.length; c++) residual += left[c]! * right[c]!;
    return residual === 0
      ? 0
      : residual * (1 + rowProduct(this.features, i, other.features, j, this.#scratch));
  }

  /** The weighted sum of all gradients: one row of k numbers per column, then one for the bias. */
  sum(weights?: ArrayLike<number>): Float64Array {
    const { starts, indices, values, columns, rows } = this.features;
    const k = this.residuals[0]?.length ?? 0;
    const total = new Float64Array((columns + 1) * k);
    for (let i = 0; i < rows; i++) {
      const weight = weights?.[i] ?? 1;
      const residual = this.residuals[i]!;
      for (let c = 0; c < k; c++)
        total[columns * k + c] = total[columns * k + c]! + weight * residual[c]!;
      for (let p = starts[i]!; p < starts[i + 1]!; p++) {
        const at = indices[p]! * k;
        const scaled = weight * values[p]!;
        for (let c = 0; c < k; c++) total[at + c] = total[at + c]! + scaled * residual[c]!;
      }
    }
    return total;
  }

  /** The inner product of every row's gradient with a direction laid out like `sum`. */
  along(direction: Float64Array): Float64Array {
    const { starts, indices, values, columns, rows } = this.features;
    const products = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      const residual = this.residuals[i]!;
      const k = residual.length;
      let product = 0;
      for (let c = 0; c < k; c++) product += residual[c]! * direction[columns * k + c]!;
      for (let p = starts[i]!; p < starts[i + 1]!; p++) {
        let inner = 0;
        for (let c = 0; c < k; c++) inner += residual[c]! * direction[indices[p]! * k + c]!;
        product += values[p]! * inner;
      }
      products[i] = product;
    }
    return products;
  }
}

/**
 * The gradient of each row's loss under a trained logistic regression, for influence scores (a
 * row's influence on a validation set is the product of its gradient with that set's summed
 * gradient).
 *
 * @throws SHAPE          if lengths differ
 * @throws TRAINING_DATA  if the classifier is not a logistic regression with one label per row, or
 *         never saw a label
 */
export function sampleGradients(
  classifier: TextClassifier,
  texts: readonly TextInput[],
  labels: readonly string[],
  loss: GradientLoss = "cross-entropy",
): SampleGradients {
  if (
    !(classifier instanceof LinearTextClassifier) ||
    classifier.parameters.algorithm !== "logistic-regression" ||
    classifier.parameters.multiLabel
  ) {
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message: "gradients are defined for a single-label logistic regression",
      hint: 'train with algorithm "logistic-regression"',
    });
  }
  if (texts.length !== labels.length)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${texts.length} texts but ${labels.length} labels`,
    });
  const { classes, seen, vectorizer } = classifier.parameters;
  const features = vectorizer.transform(texts);
  const scores = classifier.scores(features);
  const residuals = labels.map((label, row) => {
    const given = classes.indexOf(label);
    if (given < 0 || !seen[given])
      throw new DatawrightError({
        code: "TRAINING_DATA",
        message: `row ${row} has the label "${label}", which the classifier never saw`,
        details: { row, label },
      });
    const residual = scores.slice(row * classes.length, (row + 1) * classes.length);
    toProbabilities(residual, { sharpness: 1, offset: 0 }, false);
    const factor = loss === "cross-entropy" ? 1 : -LOG_OF_ZERO * residual[given]!;
    residual[given] = residual[given]! - 1;
    return residual.map((value) => factor * value);
  });
  return new SampleGradients(residuals, features);
}
