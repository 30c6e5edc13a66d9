import { DatawrightError } from "../../../base/errors.js";
import { defaultCalibration } from "./calibrated-scaling.js";
import { LinearTextClassifier } from "./linear-classifier.js";
import { trainOnMatrix, type MatrixTraining } from "./train-on-matrix.js";
import type { TextClassifier, TrainOptions } from "../contract.js";
import { TextVectorizer } from "../features/text-vectorizer.js";
import { checkTrainOptions } from "../check-train-options.js";
import { trainingSet } from "../features/training-set.js";

/**
 * Trains a small text classifier on sparse word and character features.
 *
 * Texts may be empty (they are judged by the bias) and in any script; pairs get crossed features.
 * Equal options give a classifier that is equal to the bit. Identical texts with different labels
 * are kept and share their probability.
 *
 *     const classifier = trainTextClassifier({ texts: ["good film", "bad film"], labels: ["yes", "no"] });
 *     classifier.predict(["a good one"])[0].label; // "yes"
 *
 * @throws SHAPE         if lengths differ or a number is out of range
 * @throws TRAINING_DATA if fewer than two classes have rows, no text has a feature, a label is not
 *         among `classes`, or classes x features do not fit in memory
 */
export function trainTextClassifier(options: TrainOptions): TextClassifier {
  checkTrainOptions(options, "trainTextClassifier", {
    initial: { expected: "a classifier", holds: (value) => typeof value === "object" },
  });
  const { initial } = options;
  const shared = sharedTraining(options);
  if (initial !== undefined) {
    if (
      !(initial instanceof LinearTextClassifier) ||
      (options.algorithm !== undefined && options.algorithm !== initial.parameters.algorithm)
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
      cost: options.cost ?? initial.parameters.cost ?? undefined,
      algorithm: initial.parameters.algorithm,
    });
  }
  return trainOnMatrix({ ...shared, ...rowsToTrainOn(options) });
}

/**
 * `trainTextClassifier` with each of the seeds: the same classifiers to the bit, and the texts are
 * read once.
 */
export function* trainPerSeed(
  options: Omit<TrainOptions, "initial" | "seed">,
  seeds: readonly number[],
): Generator<TextClassifier, void> {
  checkTrainOptions(options, "trainTextClassifier", {});
  const rows = rowsToTrainOn(options);
  for (const seed of seeds) yield trainOnMatrix({ ...sharedTraining(options), ...rows, seed });
}

function sharedTraining(
  options: TrainOptions,
): Pick<MatrixTraining, "algorithm" | "cost" | "seed" | "calibration" | "maxEpochs"> {
  return {
    algorithm: options.algorithm ?? "linear-svm",
    cost: options.cost,
    seed: options.seed ?? 0,
    calibration: options.calibration ?? defaultCalibration(options.texts.length),
    maxEpochs: options.maxEpochs ?? 100,
  };
}

function rowsToTrainOn(
  options: TrainOptions,
): Pick<MatrixTraining, "matrix" | "vectorizer" | "set" | "start"> {
  const set = trainingSet(options);
  return { set, ...TextVectorizer.fit(options.texts, options.features), start: null };
}

/**
 * What incremental training starts from: the old vocabulary with the new features behind it, the
 * old classes with new ones behind them, and the old weights. The solvers then minimise 1/2 |w -
 * w_old|^2 + C sum loss over the rows given, so old rows need not be at hand; where they are, give
 * them again. The biases stay: a batch of few classes must learn them by their words, not by making
 * them likely everywhere.
 */
function continuedTraining(
  initial: LinearTextClassifier,
  options: TrainOptions,
): Pick<MatrixTraining, "matrix" | "vectorizer" | "set" | "start"> {
  const old = initial.parameters;
  const named = options.classes ?? [...new Set(options.labels.flat())].sort();
  const classes = [...old.classes, ...named.filter((name) => !old.classes.includes(name))];
  // a batch of one class is enough to go on with
  const given = trainingSet({ ...options, classes }, 1);
  if (given.space.multiLabel !== old.multiLabel) {
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message:
        `\`initial\` is ${old.multiLabel ? "" : "not "}multi-label, but these rows are ` +
        `${given.space.multiLabel ? "" : "not "}`,
    });
  }
  const set = {
    ...given,
    present: given.present.map((present, c) => present || (old.seen[c] ?? false)),
  };
  const vectorizer = old.vectorizer.extended(options.texts);
  const matrix = vectorizer.transform(options.texts);
  const k = classes.length;
  const oldCount = old.classes.length;
  const oldBias = old.vectorizer.columns;
  const start = new Float32Array((matrix.columns + 1) * k);
  for (let column = 0; column <= oldBias; column++) {
    const at = (column === oldBias ? matrix.columns : column) * k;
    for (let c = 0; c < oldCount; c++) start[at + c] = old.weights[column * oldCount + c]!;
  }
  // A class that is new starts below the others: with score 0 it would beat every negative score.
  const bias = matrix.columns * k;
  const lowest = start
    .subarray(bias, bias + oldCount)
    .reduce((least, value) => Math.min(least, value), 0);
  for (let c = oldCount; c < k; c++) start[bias + c] = lowest - 1;
  return { matrix, vectorizer, set, start };
}
