import { piecesToFloats, toPieces } from "../features/array-text.js";
import type {
  ClassifierAlgorithm,
  ClassifierState,
  Prediction,
  TextClassifier,
  TextInput,
} from "../contract.js";
import type { LabelRule } from "./label-thresholds.js";
import { predictionOf } from "./prediction-of.js";
import type { SparseMatrix } from "../features/sparse-matrix.js";
import { scoreRow } from "./row-kernels.js";
import { withRowWeights } from "../solvers/row-weights.js";
import { toProbabilities, type Scaling } from "./temperature.js";
import { TextVectorizer, type VectorizerState } from "../features/text-vectorizer.js";

export interface LinearParameters {
  readonly classes: readonly string[];
  readonly algorithm: ClassifierAlgorithm;
  readonly multiLabel: boolean;
  /** Classes that had a row in training; the others get probability 0. */
  readonly seen: readonly boolean[];
  readonly vectorizer: TextVectorizer;
  /** One row of `classes` numbers per column, then one for the bias. */
  readonly weights: Float32Array;
  /** C of the fit; null for a classifier saved before it was kept. */
  readonly cost: number | null;
  readonly scaling: Scaling;
  /** Several labels a row: how they are told from the probabilities. */
  readonly rule: LabelRule | null;
}

/** A linear classifier over sparse features: support vector machine or logistic regression. */
export class LinearTextClassifier implements TextClassifier {
  readonly parameters: LinearParameters;

  constructor(parameters: LinearParameters) {
    this.parameters = parameters;
  }

  get rule(): LabelRule | null {
    return this.parameters.rule;
  }

  get classes(): readonly string[] {
    return this.parameters.classes;
  }

  predict(texts: readonly TextInput[]): Prediction[] {
    return this.predictMatrix(this.parameters.vectorizer.transform(texts));
  }

  /** Predictions for texts that are vectors of this classifier's vectorizer already. */
  predictMatrix(matrix: SparseMatrix): Prediction[] {
    const { classes, multiLabel, scaling, rule } = this.parameters;
    const scores = this.scores(matrix);
    const predictions: Prediction[] = [];
    for (let row = 0; row < matrix.rows; row++) {
      const probabilities = scores.slice(row * classes.length, (row + 1) * classes.length);
      toProbabilities(probabilities, scaling, multiLabel);
      predictions.push(predictionOf(classes, probabilities, multiLabel, rule ?? undefined));
    }
    return predictions;
  }

  /** Raw scores, n rows by k classes; -Infinity for classes without a training row. */
  scores(matrix: SparseMatrix): Float64Array {
    const { seen } = this.parameters;
    const k = seen.length;
    const scores = linearScores(matrix, this.parameters.weights, k);
    seen.forEach((known, c) => {
      if (!known) for (let row = 0; row < matrix.rows; row++) scores[row * k + c] = -Infinity;
    });
    return scores;
  }

  toJSON(): ClassifierState {
    const { vectorizer, weights, ...rest } = this.parameters;
    return {
      type: "linear",
      version: 1,
      ...rest,
      vectorizer: vectorizer.toState(),
      weights: toPieces(weights),
    };
  }

  static fromState(state: ClassifierState): LinearTextClassifier {
    const { vectorizer, weights, ...rest } = state as unknown as Omit<
      LinearParameters,
      "vectorizer" | "weights"
    > & { vectorizer: VectorizerState; weights: readonly string[] };
    return new LinearTextClassifier({
      classes: rest.classes,
      algorithm: rest.algorithm,
      multiLabel: rest.multiLabel,
      seen: rest.seen,
      // a state of an earlier version has neither cost nor rule
      cost: (rest.cost as number | null | undefined) ?? null,
      scaling: rest.scaling,
      rule: (rest.rule as LabelRule | null | undefined) ?? null,
      vectorizer: TextVectorizer.fromState(vectorizer),
      weights: piecesToFloats(weights),
    });
  }
}

/** The products of every row with every class's weights, bias included. */
export function linearScores(
  matrix: SparseMatrix,
  weights: Float32Array,
  classes: number,
): Float64Array {
  const scores = new Float64Array(matrix.rows * classes);
  if (matrix.indices.length < matrix.columns) {
    // Few rows: to copy the weights would take longer than to use them.
    for (let row = 0; row < matrix.rows; row++)
      scoreRow(matrix, row, weights, scores.subarray(row * classes, (row + 1) * classes));
    return scores;
  }
  withRowWeights({ matrix, weights, classes }, ({ score, scores: ofRow }) => {
    for (let row = 0; row < matrix.rows; row++) {
      score(row);
      scores.set(ofRow, row * classes);
    }
  });
  return scores;
}
