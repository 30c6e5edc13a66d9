import { isDatawrightError } from "../../../base/errors.js";
import type { ClassifierAlgorithm, TextClassifier, TextInput } from "../../learning/contract.js";
import {
  crossValidatedProbabilitiesInWorker,
  trainTextClassifierInWorker,
} from "../../learning/learning-in-worker.js";

/** A row as the small model sees it. */
export interface TrainingRow {
  readonly text: TextInput;
  /** Its present class, or -1 for none. */
  readonly label: number;
  /** 0 for a row that is only to be predicted. */
  readonly weight: number;
}

export interface SmallModelOptions {
  readonly algorithm: ClassifierAlgorithm;
  /** Twice as many labelled rows are the fewest. */
  readonly folds: number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

/** With more training rows than this a feature must stand in two of them. */
const LARGE = 5000;

/**
 * Probabilities of all rows by models that did not learn from them: k-fold cross-validation in
 * worker threads, in which rows without a label have weight 0. Null, with the reason, where there
 * is too little to train on.
 */
export async function outOfSamplePriors(
  rows: readonly TrainingRow[],
  labels: readonly string[],
  options: SmallModelOptions,
): Promise<{ readonly probabilities: readonly Float64Array[] } | { readonly reason: string }> {
  const { algorithm, folds, seed, signal } = options;
  const trained = rows.filter((row) => row.weight > 0);
  const reason = tooFew(trained, folds);
  if (reason !== null) return { reason };
  const any = labels[trained[0]!.label]!;
  try {
    const { probabilities } = await crossValidatedProbabilitiesInWorker(
      {
        texts: rows.map((row) => row.text),
        labels: rows.map((row) => labels[row.label] ?? any),
        weights: rows.map((row) => row.weight),
        classes: labels,
        algorithm,
        folds,
        seed,
        features: trained.length > LARGE ? { minDocumentFrequency: 2 } : undefined,
      },
      signal === undefined ? {} : { signal },
    );
    return { probabilities };
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA")
      return { reason: error.message };
    throw error;
  }
}

/**
 * One small model of rows with labels, for rows that it was not trained on. Null, with the reason, where
 * there is too little to train on.
 */
export async function smallModelOf(
  rows: readonly TrainingRow[],
  labels: readonly string[],
  options: SmallModelOptions,
): Promise<{ readonly model: TextClassifier } | { readonly reason: string }> {
  const { algorithm, folds, seed, signal } = options;
  const reason = tooFew(rows, folds);
  if (reason !== null) return { reason };
  try {
    const model = await trainTextClassifierInWorker(
      {
        texts: rows.map((row) => row.text),
        labels: rows.map((row) => labels[row.label]!),
        weights: rows.map((row) => row.weight),
        classes: labels,
        algorithm,
        seed,
        features: rows.length > LARGE ? { minDocumentFrequency: 2 } : undefined,
      },
      signal === undefined ? {} : { signal },
    );
    return { model };
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA")
      return { reason: error.message };
    throw error;
  }
}

function tooFew(trained: readonly TrainingRow[], folds: number): string | null {
  const { size } = new Set(trained.map((row) => row.label));
  return trained.length >= 2 * folds && size >= 2
    ? null
    : `${trained.length} labelled rows of ${size} classes are too few for a small model`;
}
