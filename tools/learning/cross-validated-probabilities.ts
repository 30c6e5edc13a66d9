import { defaultCalibration } from "./classifiers/calibrated-scaling.js";
import { countFeatures, sharedCounts } from "./features/count-matrix.js";
import type { TrainOptions } from "./contract.js";
import { FingerprintTable } from "./features/fingerprint-table.js";
import { encodedLabels } from "./features/encoded-labels.js";
import { stratifiedFolds } from "./stratified-folds.js";
import { featureOptions } from "./features/feature-options.js";
import { TextVectorizer, vectorsOf, type CountedTexts } from "./features/text-vectorizer.js";
import { checkTrainOptions } from "./check-train-options.js";
import { ANY_INTEGER, integerFrom } from "../../base/settings/check-options.js";
import { choiceRows, chooseCost, type LinearChoice } from "./cost/choose-cost.js";
import { labelThresholds, type LabelRule } from "./classifiers/label-thresholds.js";
import { trainOnMatrix } from "./classifiers/train-on-matrix.js";
import { labelledSet, partOfSet, trainingSet } from "./features/training-set.js";

/**
 * With more rows than this a fold's logistic regression stops early: its probabilities judge labels,
 * and two in five passes of the solver move none of them to speak of. See
 * docs/decisions/2026-11-22-learner-defaults.md.
 */
const MANY_ROWS = 2000;
const EARLY_TOLERANCE = 0.1;

/** Folds where nothing else is said. */
export const FOLDS = 5;

export interface CrossValidationOptions extends Omit<TrainOptions, "initial"> {
  /** Default: 5. */
  readonly folds?: number;
  /**
   * Runs with other folds whose probabilities are averaged; steadier rankings for their cost.
   * Default: 1.
   */
  readonly repeats?: number;
}

export interface CrossValidation {
  readonly classes: readonly string[];
  /**
   * Several labels a row: how they are told from these probabilities, chosen on them; null for one
   * label a row.
   */
  readonly rule: LabelRule | null;
  /**
   * n rows of k probabilities, each by a model that saw neither the row nor one with the same
   * normalised text.
   */
  readonly probabilities: Float64Array[];
  /** The fold of each row (in the first run). */
  readonly folds: Int32Array;
}

/**
 * Out-of-sample class probabilities by stratified k-fold cross-validation.
 *
 * Vocabulary, document frequencies, weights and temperature of a fold come from its training rows
 * alone. A class whose rows all lie in one fold gets probability 0 there (nothing was seen of it);
 * a fold whose training rows have one class only answers that class with probability 1; a fold
 * whose training texts are all empty answers the class frequencies.
 *
 * @throws SHAPE          if lengths differ or a number is out of range
 * @throws TRAINING_DATA  as `trainTextClassifier`, or if fewer than two texts differ
 */
export function crossValidatedProbabilities(options: CrossValidationOptions): CrossValidation {
  const plans = planRuns(options);
  const shared = countForFolds(options);
  const runs = plans.map(({ classes, folds, count }) => ({
    classes,
    folds,
    parts: Array.from({ length: count }, (_, fold) =>
      predictFold(options, folds, fold, classes, shared),
    ),
  }));
  return joinRuns(runs, options);
}

/** Puts the folds of all runs together: each row's mean over the runs. */
export function joinRuns(
  runs: readonly {
    readonly classes: readonly string[];
    readonly folds: Int32Array;
    readonly parts: readonly FoldPredictions[];
  }[],
  options: Pick<CrossValidationOptions, "labels">,
): CrossValidation {
  const { classes, folds } = runs[0]!;
  const probabilities = Array.from(folds, () => new Float64Array(classes.length));
  for (const { parts } of runs) {
    for (const { rows, predicted } of parts)
      rows.forEach((row, at) => {
        const into = probabilities[row]!;
        const from = at * into.length;
        for (let c = 0; c < into.length; c++)
          into[c] = into[c]! + predicted[from + c]! / runs.length;
      });
  }
  const { multiLabel, ofRow } = encodedLabels(options.labels, classes);
  const rule = multiLabel ? labelThresholds(probabilities, ofRow) : null;
  return { classes, probabilities, rule, folds };
}

export interface FoldPredictions {
  readonly rows: number[];
  /** Rows by classes: one array, as thousands are slow to hand over between threads. */
  readonly predicted: Float64Array;
}

export interface FoldPlan {
  readonly classes: readonly string[];
  readonly folds: Int32Array;
  readonly count: number;
}

/** @throws SHAPE for a number out of range */
export function checkCrossValidation(options: CrossValidationOptions): void {
  checkTrainOptions(options, "crossValidatedProbabilities", {
    folds: integerFrom(2),
    repeats: integerFrom(1),
    seed: ANY_INTEGER,
  });
}

/** Checks the rows and assigns them to folds, once per run. */
export function planRuns(options: CrossValidationOptions): FoldPlan[] {
  checkCrossValidation(options);
  const { folds: wanted = FOLDS, repeats = 1, seed = 0 } = options;
  const { space } = trainingSet(options);
  const stratum = space.ofRow.map((set) => set[0] ?? -1);
  return Array.from({ length: repeats }, (_, run) => {
    const folds = stratifiedFolds(
      options.texts,
      stratum,
      wanted,
      run === 0 ? seed : `${seed}/${run}`,
    );
    return {
      classes: space.classes,
      folds,
      count: folds.reduce((most, fold) => Math.max(most, fold), 0) + 1,
    };
  });
}

/** What all folds share, in memory that threads share. */
export interface SharedCounts {
  readonly counted: CountedTexts;
  /** How a linear model is fitted; undefined where there is none. */
  readonly choice: LinearChoice | undefined;
}

/**
 * Reads all texts once, and chooses the cost of a linear model once: folds weigh the counts of their
 * own rows. The one number that they have in common with the rows held out cannot tell what label
 * any of them was given. A feature of fewer texts than a feature must have is in no fold: left out
 * once, it need not be carried along.
 *
 * @param spare memory of earlier counts that nobody reads any more
 */
export function countForFolds(
  options: CrossValidationOptions,
  spare?: SharedArrayBuffer,
): SharedCounts {
  const features = featureOptions(options.features);
  const table = new FingerprintTable();
  const counted: CountedTexts = {
    ...sharedCounts(
      countFeatures(options.texts, features, table, true, spare),
      table.keys(),
      features.minDocumentFrequency,
    ),
    // The alignment itself is only for texts that come later.
    vectors: vectorsOf(options.texts, features).vectors,
    alignment: null,
  };
  return { counted, choice: choiceForFolds(options, counted) };
}

function choiceForFolds(
  options: CrossValidationOptions,
  counted: CountedTexts,
): LinearChoice | undefined {
  const { algorithm: named = "linear-svm", seed = 0 } = options;
  if (named === "naive-bayes") return undefined;
  const set = labelledSet(options);
  const count = counted.counts.rows;
  const rows = choiceRows(count, set.space.classes.length, seed);
  const { matrix } = TextVectorizer.fitCounts(counted, featureOptions(options.features), rows);
  return chooseCost({
    matrix,
    set: partOfSet(set, rows),
    algorithm: named === "ensemble" ? "logistic-regression" : named,
    cost: options.cost,
    calibration: options.calibration ?? defaultCalibration(count),
    seed,
    maxEpochs: options.maxEpochs ?? 100,
    rows: count,
  });
}

/** What a fold needs to know of the options: the texts are counted before. */
export type FoldOptions = Omit<CrossValidationOptions, "texts">;

/** Trains without one fold and predicts it. */
export function predictFold(
  options: FoldOptions,
  folds: Int32Array,
  fold: number,
  classes: readonly string[],
  shared: SharedCounts,
): FoldPredictions {
  const inside: number[] = [];
  const outside: number[] = [];
  folds.forEach((of, row) => (of === fold ? inside : outside).push(row));
  const labels = outside.map((row) => options.labels[row]!);
  const weights =
    options.weights === undefined ? undefined : outside.map((row) => options.weights![row]!);
  const prior = classFrequencies(labels, weights, classes);
  const constant = (): Float64Array => joined(inside.map(() => prior));
  if (
    prior.filter((share) => share > 0).length < 2 &&
    !options.labels.some((label) => typeof label !== "string")
  )
    return { rows: inside, predicted: constant() };
  const set = labelledSet({ ...options, labels, weights, classes });
  const { vectorizer, matrix, rankOf } = TextVectorizer.fitCounts(
    shared.counted,
    featureOptions(options.features),
    outside,
  );
  if (matrix.indices.length === 0) return { rows: inside, predicted: constant() };
  const classifier = trainOnMatrix({
    matrix,
    vectorizer,
    set,
    algorithm: options.algorithm ?? "linear-svm",
    cost: options.cost,
    seed: options.seed ?? 0,
    calibration: options.calibration ?? defaultCalibration(outside.length),
    maxEpochs: options.maxEpochs ?? 100,
    start: null,
    tolerance: options.labels.length > MANY_ROWS ? EARLY_TOLERANCE : undefined,
    choice: shared.choice,
  });
  const predicted = classifier.predictMatrix(
    vectorizer.weigh(shared.counted, { rankOf, rows: inside }),
  );
  return {
    rows: inside,
    predicted: joined(predicted.map((prediction) => prediction.probabilities)),
  };
}

function joined(rows: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(rows.length * (rows[0]?.length ?? 0));
  rows.forEach((row, at) => all.set(row, at * row.length));
  return all;
}

function classFrequencies(
  labels: TrainOptions["labels"],
  weights: readonly number[] | undefined,
  classes: readonly string[],
): Float64Array {
  const { ofRow } = encodedLabels(labels, classes);
  const frequency = new Float64Array(classes.length);
  let total = 0;
  ofRow.forEach((set, row) => {
    const weight = weights?.[row] ?? 1;
    total += weight;
    for (const c of set) frequency[c] = frequency[c]! + weight;
  });
  return total === 0 ? frequency.fill(1 / classes.length) : frequency.map((value) => value / total);
}
