import { isDatawrightError } from "../../../base/errors.js";
import { trainTextClassifier } from "../classifiers/train-text-classifier.js";
import type { LabelInput, Prediction, TextClassifier, TextInput } from "../contract.js";
import { recalibratedErrors } from "./recalibrated-errors.js";

/** Rows that a classifier is trained on. */
export interface TrainingArm {
  readonly texts: readonly TextInput[];
  readonly labels: readonly LabelInput[];
  readonly weights: readonly number[];
}

export interface HeldOutTask {
  /** Each is trained on by itself. */
  readonly arms: readonly TrainingArm[];
  readonly heldOut: Pick<TrainingArm, "texts" | "labels">;
  /** All classes. */
  readonly classes: readonly string[];
  readonly seed: number;
  /**
   * "fixed": a cost at which a classifier believes its labels, the same for both arms. "chosen": each
   * arm's own, as it is chosen where nobody names one.
   */
  readonly cost: "fixed" | "chosen";
}

/** What a classifier says of the rows that were held out, one number each. */
export interface HeldOutScores {
  /** 1 or 0 for one label, F1 of the sets for several. */
  readonly right: Float64Array;
  /** Squared error of its probabilities, recalibrated on these rows. */
  readonly errors: Float64Array;
}

/** With more rows than this a feature must stand in two of them: half the time, the same answer. */
const MANY_ROWS = 2000;
/** What is compared are the rows, so both arms are learnt alike. */
const FIXED_COST = 4;

/**
 * How well a linear classifier of each arm's rows labels the rows that were held out. An arm
 * with rows of one class answers that class.
 */
export function heldOutScores(task: HeldOutTask): HeldOutScores[] {
  const { arms, heldOut, classes } = task;
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const given = heldOut.labels.map((label) => [label].flat());
  const multiLabel = heldOut.labels.some((label) => typeof label !== "string");
  return arms.map((arm) => {
    const predictions = predictionsOf(arm, heldOut.texts, task);
    return {
      right: Float64Array.from(predictions, ({ label, labels }, at) =>
        overlap(given[at]!, labels ?? [label]),
      ),
      errors: recalibratedErrors(
        predictions.map(({ probabilities }) => probabilities),
        given.map((names) => names.map((name) => numbers.get(name)!)),
        { multiLabel },
      ),
    };
  });
}

function predictionsOf(
  arm: TrainingArm,
  texts: readonly TextInput[],
  { classes, seed, cost }: Pick<HeldOutTask, "classes" | "seed" | "cost">,
): readonly Prediction[] {
  let classifier: TextClassifier;
  try {
    classifier = trainTextClassifier({
      ...arm,
      classes,
      seed,
      algorithm: "linear-svm",
      cost: cost === "fixed" ? FIXED_COST : undefined,
      calibration: "none",
      features: arm.texts.length > MANY_ROWS ? { minDocumentFrequency: 2 } : {},
    });
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "TRAINING_DATA") throw error;
    const only = [arm.labels[0] ?? []].flat();
    const probabilities = Float64Array.from(classes, (name) => (only.includes(name) ? 1 : 0));
    return texts.map(() => ({ label: only[0] ?? "", labels: only, probabilities }));
  }
  return classifier.predict(texts);
}

/** F1 of two sets of labels; of one label each, whether they are the same. */
function overlap(given: readonly string[], answered: readonly string[]): number {
  if (given.length + answered.length === 0) return 1;
  const both = answered.filter((name) => given.includes(name)).length;
  return (2 * both) / (given.length + answered.length);
}
