import { DatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import type { TrainOptions } from "./contract.js";
import { singleLabels } from "./features/encoded-labels.js";
import { TextVectorizer } from "./features/text-vectorizer.js";
import { trainingSet } from "./features/training-set.js";

export interface TrainingDynamicsOptions extends Pick<
  TrainOptions,
  "texts" | "labels" | "weights" | "classes" | "classWeights" | "seed" | "features"
> {
  /** Passes over the rows. Default: 10. */
  readonly epochs?: number;
  /** Step size of stochastic gradient descent on the log loss of rows of length 1. Default: 0.5. */
  readonly learningRate?: number;
}

export interface TrainingDynamics {
  readonly epochs: number;
  readonly classes: readonly string[];
  /** One array per row: after each epoch, the probability of the row's given label. */
  readonly probabilityOfGiven: Float64Array[];
}

/**
 * How the probability of each given label grows while a multinomial logistic regression learns the
 * rows, for dataset cartography (Swayamdipta et al. 2020) and CLLM (Seedat et al. 2024): mean over
 * epochs = confidence, standard deviation = variability, mean of p (1 - p) = aleatoric uncertainty.
 * Plain stochastic gradient descent from zero in a seeded order, because the path matters here, not
 * the optimum.
 *
 * @throws SHAPE, TRAINING_DATA as `trainTextClassifier`; TRAINING_DATA for multi-label rows
 */
export function trainingDynamics(options: TrainingDynamicsOptions): TrainingDynamics {
  const { epochs = 10, learningRate = 0.5 } = options;
  if (!(Number.isInteger(epochs) && epochs >= 1 && learningRate > 0 && learningRate < Infinity)) {
    throw new DatawrightError({
      code: "SHAPE",
      message: `epochs is ${epochs} and learningRate ${learningRate}; both must be above 0`,
    });
  }
  const set = trainingSet(options);
  if (set.space.multiLabel)
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message: "learning dynamics need one label per row, these are multi-label",
    });
  const labels = singleLabels(set.space);
  const k = set.space.classes.length;
  const { matrix } = TextVectorizer.fit(options.texts, options.features);
  const weights = new Float32Array((matrix.columns + 1) * k);
  const bias = matrix.columns * k;
  const scores = new Float64Array(k);
  const random = new Random(options.seed ?? 0).derive("dynamics");
  const probabilityOfGiven = Array.from(labels, () => new Float64Array(epochs));

  const forward = (row: number): void => {
    for (let c = 0; c < k; c++) scores[c] = set.present[c] ? weights[bias + c]! : -Infinity;
    for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++) {
      const at = matrix.indices[p]! * k;
      const value = matrix.values[p]!;
      for (let c = 0; c < k; c++) scores[c] = scores[c]! + weights[at + c]! * value;
    }
    let top = -Infinity;
    for (const score of scores) if (score > top) top = score;
    let sum = 0;
    for (let c = 0; c < k; c++) sum += scores[c] = Math.exp(scores[c]! - top);
    for (let c = 0; c < k; c++) scores[c] = scores[c]! / sum;
  };

  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const row of random.shuffle([...labels.keys()])) {
      const rate = learningRate * set.weights[row]! * set.classWeights[labels[row]!]!;
      if (rate === 0) continue;
      forward(row);
      scores[labels[row]!] = scores[labels[row]!]! - 1;
      for (let c = 0; c < k; c++) weights[bias + c] = weights[bias + c]! - rate * scores[c]!;
      for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++) {
        const at = matrix.indices[p]! * k;
        const step = rate * matrix.values[p]!;
        for (let c = 0; c < k; c++) weights[at + c] = weights[at + c]! - step * scores[c]!;
      }
    }
    for (let row = 0; row < labels.length; row++) {
      forward(row);
      probabilityOfGiven[row]![epoch] = scores[labels[row]!]!;
    }
  }
  return { epochs, classes: set.space.classes, probabilityOfGiven };
}
