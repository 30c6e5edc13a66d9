import { DatawrightError } from "../../schema/errors.js";
import { defaultCalibration } from "./calibrated-scaling.js";
import type { TextClassifier, TrainOptions } from "./contract.js";
import { LinearTextClassifier } from "./linear-classifier.js";
import { continuedTraining } from "./continued-training.js";
import { TextVectorizer } from "./text-vectorizer.js";
import { trainOnMatrix } from "./train-on-matrix.js";
import { trainingSet } from "./training-set.js";

/**
 * Trains a small text classifier on sparse word and character features.
 *
 * Texts may be empty (they are judged by the bias) and in any script; pairs get crossed features. Equal options give a
 * classifier that is equal to the bit. Identical texts with different labels are kept and share their probability.
 *
 *     const classifier = trainTextClassifier({ texts: ["good film", "bad film"], labels: ["yes", "no"] });
 *     classifier.predict(["a good one"])[0].label; // "yes"
 *
 * @throws SHAPE         if lengths differ or a number is out of range
 * @throws TRAINING_DATA if fewer than two classes have rows, no text has a feature, a label is not among `classes`, or
 *                       classes x features do not fit in memory
 */
export function trainTextClassifier(options: TrainOptions): TextClassifier {
  checkNumbers(options);
  const { algorithm = "linear-svm", initial } = options;
  const shared = {
    algorithm,
    cost: options.cost,
    seed: options.seed ?? 0,
    calibration: options.calibration ?? defaultCalibration(options.texts.length),
    maxEpochs: options.maxEpochs ?? 100,
  } as const;
  if (initial !== undefined) {
    if (
      !(initial instanceof LinearTextClassifier) ||
      (algorithm !== initial.parameters.algorithm && options.algorithm !== undefined)
    ) {
      throw new DatawrightError({
        code: "TRAINING_DATA",
        message: "`initial` must be a linear classifier of the same algorithm",
        hint: "train anew without `initial`",
      });
    }
    return trainOnMatrix({
      ...shared,
      ...continuedTraining(initial, options),
      algorithm: initial.parameters.algorithm,
    });
  }
  const set = trainingSet(options);
  const { vectorizer, matrix } = TextVectorizer.fit(options.texts, options.features);
  return trainOnMatrix({ ...shared, set, vectorizer, matrix, start: null });
}

function checkNumbers(options: TrainOptions): void {
  const { cost, maxEpochs, seed } = options;
  if (cost !== undefined && !(cost > 0 && cost < Infinity))
    throw new DatawrightError({
      code: "SHAPE",
      message: `cost is ${cost}; it must be finite and > 0`,
    });
  if (maxEpochs !== undefined && !(Number.isInteger(maxEpochs) && maxEpochs >= 1))
    throw new DatawrightError({
      code: "SHAPE",
      message: `maxEpochs is ${maxEpochs}; it must be an integer >= 1`,
    });
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new DatawrightError({ code: "SHAPE", message: `seed is ${seed}; it must be an integer` });
}
