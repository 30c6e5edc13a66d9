import { isDatawrightError } from "../../../base/errors.js";
import { labelKey } from "../../../schema/label.js";
import { trainTextClassifier } from "../../learning/classifiers/train-text-classifier.js";
import type { LabelInput, PlainInput } from "../../learning/contract.js";

/** What a small model is trained on, and what it is then asked. */
export interface TrainingTask {
  readonly texts: readonly PlainInput[];
  readonly labels: readonly LabelInput[];
  readonly weights: readonly number[];
  readonly classes: readonly string[];
  readonly multiLabel: boolean;
  readonly seed: number;
  readonly test: readonly PlainInput[];
}

/** Rows from which a feature must stand in two of them. */
const LARGE = 5000;

/**
 * The label key of each test row by the in-process small model trained on the rows; in words why
 * there is none where they cannot be trained on.
 */
export function trainedPredictions(task: TrainingTask): readonly string[] | string {
  const { texts, labels, weights, classes, multiLabel, seed, test } = task;
  try {
    const classifier = trainTextClassifier({
      texts,
      labels,
      weights,
      classes,
      seed,
      calibration: multiLabel ? undefined : "none",
      features: texts.length > LARGE ? { minDocumentFrequency: 2 } : undefined,
    });
    return classifier
      .predict(test)
      .map((prediction) =>
        labelKey(multiLabel ? [...(prediction.labels ?? [])] : prediction.label),
      );
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA") return error.message;
    throw error;
  }
}
