import { DatawrightError } from "../../schema/errors.js";
import type { TrainOptions } from "./contract.js";
import type { LinearTextClassifier } from "./linear-classifier.js";
import type { MatrixTraining } from "./train-on-matrix.js";
import { trainingSet } from "./training-set.js";

/**
 * What incremental training starts from: the old vocabulary with the new features behind it, the old classes with new ones
 * behind them, and the old weights. The solvers then minimise 1/2 |w - w_old|^2 + C sum loss over the rows given, so old
 * rows need not be at hand; where they are, give them again. The biases stay: a batch of few classes must learn them by
 * their words, not by making them likely everywhere.
 */
export function continuedTraining(
  initial: LinearTextClassifier,
  options: TrainOptions,
): Pick<MatrixTraining, "matrix" | "vectorizer" | "set" | "start"> {
  const old = initial.parameters;
  const named = options.classes ?? [...new Set(options.labels.flat())].sort();
  const classes = [...old.classes, ...named.filter((name) => !old.classes.includes(name))];
  const given = trainingSet({ ...options, classes }, 1); // a batch of one class is enough to go on with
  if (given.space.multiLabel !== old.multiLabel) {
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message: `\`initial\` is ${old.multiLabel ? "" : "not "}multi-label, but these rows are ${given.space.multiLabel ? "" : "not "}`,
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
