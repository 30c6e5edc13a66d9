import { z } from "zod";
import { countSetting } from "../../../../base/slots/number-setting.js";
import { isDatawrightError } from "../../../../base/errors.js";
import type { ClassifierAlgorithm } from "../../../learning/contract.js";
import { crossValidatedProbabilitiesInWorker } from "../../../learning/learning-in-worker.js";
import { decidingOptions, probabilityOfLabel } from "../../../learning/out-of-sample.js";
import type { CurationContext, CurationRow } from "../../contract.js";
import {
  labelledRows,
  untrainable,
  type LabelledRows,
} from "../../../learning/scores/labelled-rows.js";
import { withInputs } from "../../learning-inputs.js";

/** Out-of-sample probabilities of the labels that rows were given. */
export interface GivenProbabilities {
  readonly labelled: LabelledRows;
  /** Aligned with `labelled.indices`. */
  readonly probabilities: Float64Array;
  /** n rows by k classes. */
  readonly all: readonly Float64Array[];
  readonly classes: readonly string[];
}

export interface CrossFitOptions {
  readonly folds: number;
  readonly algorithm: ClassifierAlgorithm;
}

/** The settings of every method that judges labels by a cross-validated small model. */
export function crossFitSettings(algorithm: ClassifierAlgorithm) {
  return {
    folds: countSetting(
      { from: 2, usual: 5 },
      "Folds of the cross-validation, at least 2. Default: 5.",
    ),
    algorithm: z
      .enum(["logistic-regression", "linear-svm", "naive-bayes", "ensemble"])
      .default(algorithm)
      .describe(`The small model. Default: ${algorithm}.`),
  };
}

/**
 * With more rows than this a row's label is judged as among many, which three further fits per fold
 * do not make surer: what a gate tries on a sample of the rows is then what is done with all of them.
 */
const MANY_ROWS = 2000;
const AMONG_MANY = {
  calibration: "leave-one-out",
  features: { minDocumentFrequency: 2 },
} as const;

/**
 * The probability of each given label by a model that saw neither the row nor an equal text; a note
 * where nothing can be trained.
 */
export async function givenProbabilities(
  rows: readonly CurationRow[],
  context: CurationContext,
  options: CrossFitOptions,
): Promise<
  | { readonly found: GivenProbabilities; readonly note: null }
  | { readonly found: null; readonly note: string; readonly leftOut: LabelledRows["leftOut"] }
> {
  const labelled = labelledRows(await withInputs(rows, context), context);
  const { leftOut } = labelled;
  const note = untrainable(labelled, context.multiLabel);
  if (note !== null) return { found: null, note, leftOut };
  context.progress("cross-validation", 0);
  try {
    const { texts, labels, weights } = labelled;
    const { probabilities: all, classes } = await crossValidatedProbabilitiesInWorker(
      {
        ...decidingOptions(texts.length),
        ...(texts.length > MANY_ROWS ? AMONG_MANY : {}),
        texts,
        labels,
        weights,
        classes: labelled.classes,
        seed: context.seed,
        folds: options.folds,
        algorithm: options.algorithm,
      },
      context.signal ? { signal: context.signal } : {},
    );
    context.progress("cross-validation", 1);
    const numbers = new Map(classes.map((name, index) => [name, index]));
    const probabilities = Float64Array.from(all, (row, index) => {
      const label = labels[index]!;
      return typeof label === "string"
        ? row[numbers.get(label)!]!
        : probabilityOfLabel([...label], { probabilities: row, classes, multiLabel: true });
    });
    return { found: { labelled, probabilities, all, classes }, note: null };
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA")
      return { found: null, note: error.message, leftOut };
    throw error;
  }
}
