import { isDatawrightError } from "../../../base/errors.js";
import { trainTextClassifier } from "../classifiers/train-text-classifier.js";
import type { LabelInput, TextClassifier, TextInput } from "../contract.js";

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
}

/** With more rows than this a feature must stand in two of them: half the time, the same answer. */
const MANY_ROWS = 2000;
/**
 * Fixed on purpose: what is compared are the rows, so both arms are learnt alike, and by a model
 * that believes its labels.
 */
const COST = 4;

/**
 * How well a fixed linear classifier of each arm's rows labels the rows that were held out: one
 * score per held-out row, 1 or 0 for one label, F1 of the sets for several. An arm with rows of one
 * class answers that class.
 */
export function heldOutScores({ arms, heldOut, classes, seed }: HeldOutTask): Float64Array[] {
  return arms.map((arm) => {
    const answers = answersOf(arm, heldOut.texts, { classes, seed });
    return Float64Array.from(heldOut.labels, (label, at) => scoreOf(label, answers[at]!));
  });
}

function answersOf(
  arm: TrainingArm,
  texts: readonly TextInput[],
  options: Pick<HeldOutTask, "classes" | "seed">,
): readonly (readonly string[])[] {
  let classifier: TextClassifier;
  try {
    classifier = trainTextClassifier({
      ...arm,
      ...options,
      algorithm: "linear-svm",
      cost: COST,
      calibration: "none",
      features: arm.texts.length > MANY_ROWS ? { minDocumentFrequency: 2 } : {},
    });
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "TRAINING_DATA") throw error;
    const only = [arm.labels[0] ?? []].flat();
    return texts.map(() => only);
  }
  return classifier.predict(texts).map(({ label, labels }) => labels ?? [label]);
}

function scoreOf(given: LabelInput, answered: readonly string[]): number {
  const wanted = [given].flat();
  if (wanted.length + answered.length === 0) return 1;
  const both = answered.filter((name) => wanted.includes(name)).length;
  return (2 * both) / (wanted.length + answered.length);
}
