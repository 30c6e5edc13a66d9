import { isDatawrightError } from "../../base/errors.js";
import { threadSlices } from "../../base/workers/time-slices.js";
import type { LabelValue } from "../../schema/label.js";
import { labelsOf } from "./classifiers/label-thresholds.js";
import type { CrossValidation } from "./cross-validated-probabilities.js";
import type { EmbeddedInput, TrainOptions } from "./contract.js";
import { crossValidatedProbabilitiesInWorker } from "./learning-in-worker.js";
import type { WorkerOptions } from "./run-in-worker.js";

/** A row with its given label. */
export interface LabelledRow {
  readonly id: string;
  readonly text: string;
  /** The text or the pair with its embedding, where the model learns from that too. */
  readonly input?: EmbeddedInput;
  readonly label: LabelValue;
  readonly weight: number;
}

/** What a model that did not see a row says about it. */
export interface OutOfSampleLabel {
  readonly label: LabelValue;
  readonly confidence: number;
  readonly probabilityOfGiven: number;
}

const LARGE = 5000;

/**
 * How a small model whose probabilities decide something is trained, by its number of rows.
 *
 * Leave-one-out calibration is cheap but far too sure on small sets: on 144 support rows of 8
 * labels, 20 wrong answers above 0.9 and a log loss of 1.63, against 1 and 0.85 by
 * cross-validation. With many rows it does not matter, and a feature must stand in two.
 */
export function decidingOptions(
  rows: number,
): Pick<TrainOptions, "algorithm" | "calibration" | "features"> {
  const algorithm = "logistic-regression";
  return rows > LARGE
    ? { algorithm, calibration: "leave-one-out", features: { minDocumentFrequency: 2 } }
    : { algorithm, calibration: "cross-validation" };
}

/**
 * The out-of-sample label of each row by cross-validation in worker threads, by id; null with a
 * note where there is too little to train on. Rows without text or without a label of `classes` are
 * left out.
 */
export async function outOfSampleLabels(
  rows: readonly LabelledRow[],
  options: {
    readonly classes: readonly string[];
    readonly multiLabel: boolean;
    readonly minTraining: number;
    readonly folds?: number;
  },
  worker: WorkerOptions & { readonly keep?: boolean } = {},
): Promise<
  | { readonly labels: ReadonlyMap<string, OutOfSampleLabel>; readonly note: null }
  | { readonly labels: null; readonly note: string }
> {
  const { classes, multiLabel, minTraining, folds = 5 } = options;
  const known = new Set(classes);
  const usable = rows.filter(
    (row) =>
      row.text.trim() !== "" &&
      row.label !== null &&
      (multiLabel || typeof row.label === "string") &&
      ([] as string[]).concat(row.label).every((name) => known.has(name)),
  );
  if (usable.length < Math.max(minTraining, 2 * folds))
    return {
      labels: null,
      note: `${usable.length} rows with a label are too few for cross-validation`,
    };
  if (new Set(usable.flatMap((row) => row.label ?? [])).size < 2)
    return { labels: null, note: "all rows have one label" };
  try {
    const validated = await crossValidatedProbabilitiesInWorker(
      {
        texts: usable.map((row) => row.input ?? row.text),
        labels: usable.map((row) =>
          multiLabel ? ([] as string[]).concat(row.label ?? []) : String(row.label),
        ),
        weights: usable.map((row) => row.weight),
        classes,
        folds,
        ...decidingOptions(usable.length),
      },
      worker,
    );
    await threadSlices.turn();
    const labels = new Map(
      usable.map((row, index) => {
        const probabilities = validated.probabilities[index]!;
        const label = mostProbable(probabilities, validated);
        const probability = (value: LabelValue): number =>
          probabilityOfLabel(value, { probabilities, classes: validated.classes, multiLabel });
        return [
          row.id,
          { label, confidence: probability(label), probabilityOfGiven: probability(row.label) },
        ];
      }),
    );
    return { labels, note: null };
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA")
      return { labels: null, note: error.message };
    throw error;
  }
}

/**
 * The probability of a label; of a set of labels, the least probability over the classes of being
 * right about in or out.
 */
export function probabilityOfLabel(
  label: LabelValue,
  prediction: {
    readonly probabilities: ArrayLike<number>;
    readonly classes: readonly string[];
    readonly multiLabel: boolean;
  },
): number {
  const { probabilities, classes, multiLabel } = prediction;
  if (!multiLabel) return probabilities[classes.indexOf(String(label))] ?? 0;
  const given = new Set(([] as string[]).concat(label ?? []));
  return classes.reduce(
    (least, name, index) =>
      Math.min(least, given.has(name) ? probabilities[index]! : 1 - probabilities[index]!),
    1,
  );
}

function mostProbable(
  probabilities: Float64Array,
  { classes, rule }: Pick<CrossValidation, "classes" | "rule">,
): LabelValue {
  if (rule !== null) return labelsOf(probabilities, rule).map((c) => classes[c]!);
  return classes[probabilities.indexOf(Math.max(...probabilities))] ?? null;
}
