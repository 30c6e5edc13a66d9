import { defaultCalibration } from "./classifiers/calibrated-scaling.js";
import { countFeatures, documentFrequency, type CountMatrix } from "./features/count-matrix.js";
import type { TrainOptions } from "./contract.js";
import { FingerprintTable } from "./features/fingerprint-table.js";
import { encodedLabels } from "./features/encoded-labels.js";
import { stratifiedFolds } from "./stratified-folds.js";
import { featureOptions, TextVectorizer } from "./features/text-vectorizer.js";
import { checkTrainOptions } from "./check-train-options.js";
import { ANY_INTEGER, integerFrom } from "../../base/settings/check-options.js";
import { choiceRows, chooseCost, type LinearChoice } from "./classifiers/choose-cost.js";
import type { FeatureOptions } from "./features/feature-options.js";
import { labelThresholds, type LabelRule } from "./classifiers/label-thresholds.js";
import { trainOnMatrix } from "./classifiers/train-on-matrix.js";
import { partOfSet, trainingSet } from "./features/training-set.js";

/**
 * With more rows than this a fold's logistic regression stops early: its probabilities judge labels,
 * and two in five passes of the solver move none of them to speak of. See
 * docs/decisions/2026-11-22-learner-defaults.md.
 */
const MANY_ROWS = 2000;
const EARLY_TOLERANCE = 0.1;

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
      rows.forEach((row, at) =>
        predicted[at]!.forEach((value, c) => (probabilities[row]![c]! += value / runs.length)),
      );
  }
  const { multiLabel, ofRow } = encodedLabels(options.labels, classes);
  const rule = multiLabel ? labelThresholds(probabilities, ofRow) : null;
  return { classes, probabilities, rule, folds };
}

export interface FoldPredictions {
  readonly rows: number[];
  readonly predicted: Float64Array[];
}

export interface FoldPlan {
  readonly classes: readonly string[];
  readonly folds: Int32Array;
  readonly count: number;
}

function checkCrossValidation(options: CrossValidationOptions): void {
  checkTrainOptions(options, "crossValidatedProbabilities", {
    folds: integerFrom(2),
    repeats: integerFrom(1),
    seed: ANY_INTEGER,
  });
}

/** Checks the rows and assigns them to folds, once per run. */
export function planRuns(options: CrossValidationOptions): FoldPlan[] {
  checkCrossValidation(options);
  const { folds: wanted = 5, repeats = 1, seed = 0 } = options;
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

/** What all folds share. */
export interface SharedCounts {
  readonly counts: CountMatrix;
  readonly table: FingerprintTable;
  /** How a linear model is fitted; undefined where there is none. */
  readonly choice: LinearChoice | undefined;
}

/**
 * Reads all texts once, and chooses the cost of a linear model once: folds weigh the counts of their
 * own rows. The one number that they have in common with the rows held out cannot tell what label
 * any of them was given.
 */
export function countForFolds(options: CrossValidationOptions): SharedCounts {
  const table = new FingerprintTable();
  const features = featureOptions(options.features);
  const all = countFeatures(options.texts, features, table, true);
  const counts = features.minDocumentFrequency > 1 ? withoutRare(all, table.size, features) : all;
  return { counts, table, choice: choiceForFolds(options, counts, table) };
}

/**
 * A feature of fewer texts than a feature must have in all is in no fold: left out once, it need
 * not be carried along.
 */
function withoutRare(
  counts: CountMatrix,
  columns: number,
  { minDocumentFrequency }: FeatureOptions,
): CountMatrix {
  const frequency = documentFrequency(counts, columns);
  const starts = new Int32Array(counts.rows + 1);
  let end = 0;
  // In place: the counts are this function's alone, and a copy would double the largest array.
  for (let row = 0; row < counts.rows; row++) {
    for (let p = counts.starts[row]!; p < counts.starts[row + 1]!; p++) {
      if (frequency[counts.indices[p]!]! < minDocumentFrequency) continue;
      counts.indices[end] = counts.indices[p]!;
      counts.counts[end++] = counts.counts[p]!;
    }
    starts[row + 1] = end;
  }
  return {
    rows: counts.rows,
    starts,
    indices: counts.indices.slice(0, end),
    counts: counts.counts.slice(0, end),
  };
}

function choiceForFolds(
  options: CrossValidationOptions,
  counts: CountMatrix,
  table: FingerprintTable,
): LinearChoice | undefined {
  const { algorithm: named = "linear-svm", seed = 0 } = options;
  if (named === "naive-bayes") return undefined;
  const set = trainingSet(options);
  const rows = choiceRows(counts.rows, set.space.classes.length, seed);
  const { matrix } = TextVectorizer.fitCounts(
    selectCounts(counts, rows),
    table,
    featureOptions(options.features),
  );
  return chooseCost({
    matrix,
    set: partOfSet(set, rows),
    algorithm: named === "ensemble" ? "logistic-regression" : named,
    cost: options.cost,
    calibration: options.calibration ?? defaultCalibration(counts.rows),
    seed,
    maxEpochs: options.maxEpochs ?? 100,
  });
}

/** Trains without one fold and predicts it. */
export function predictFold(
  options: CrossValidationOptions,
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
  const constant = (): Float64Array[] => inside.map(() => prior.slice());
  if (
    prior.filter((share) => share > 0).length < 2 &&
    !options.labels.some((label) => typeof label !== "string")
  )
    return { rows: inside, predicted: constant() };
  const set = trainingSet({
    ...options,
    texts: outside.map((row) => options.texts[row]!),
    labels,
    weights,
    classes,
  });
  const { vectorizer, matrix, rankOf } = TextVectorizer.fitCounts(
    selectCounts(shared.counts, outside),
    shared.table,
    featureOptions(options.features),
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
    tolerance: options.texts.length > MANY_ROWS ? EARLY_TOLERANCE : undefined,
    choice: shared.choice,
  });
  const predicted = classifier.predictMatrix(
    vectorizer.weigh(selectCounts(shared.counts, inside), rankOf),
  );
  return { rows: inside, predicted: predicted.map((prediction) => prediction.probabilities) };
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

function selectCounts(counts: CountMatrix, rows: readonly number[]): CountMatrix {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach(
    (row, at) => (starts[at + 1] = starts[at]! + counts.starts[row + 1]! - counts.starts[row]!),
  );
  const indices = new Int32Array(starts[rows.length]!);
  const values = new Float32Array(indices.length);
  rows.forEach((row, at) => {
    indices.set(counts.indices.subarray(counts.starts[row]!, counts.starts[row + 1]!), starts[at]!);
    values.set(counts.counts.subarray(counts.starts[row]!, counts.starts[row + 1]!), starts[at]!);
  });
  return { rows: rows.length, starts, indices, counts: values };
}
