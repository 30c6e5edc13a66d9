import { bytesToDoubles, bytesToFloats, bytesToInts, toBytes } from "../features/array-text.js";
import type { ClassifierState, Prediction, TextClassifier, TextInput } from "../contract.js";
import type { LabelRule } from "./label-thresholds.js";
import { predictionOf } from "./prediction-of.js";
import type { SparseMatrix } from "../features/sparse-matrix.js";
import { toProbabilities, type Scaling } from "./temperature.js";
import { TextVectorizer, type VectorizerState } from "../features/text-vectorizer.js";
import type { TrainingSet } from "../features/training-set.js";

/**
 * Multinomial naive Bayes kept sparse: for each column, the classes that have it and their
 * log-likelihood above the floor.
 */
export interface NaiveBayesTables {
  readonly starts: Int32Array;
  readonly classOf: Int32Array;
  readonly gain: Float32Array;
  /** Log prior per class; -Infinity for classes without a row. */
  readonly prior: Float64Array;
  /** Log-likelihood per class of a feature never seen with it. */
  readonly floor: Float64Array;
}

/**
 * Counts weighted features per class; memory grows with the features seen, not with classes x
 * features, so very many classes are no problem. In a multi-label problem a row counts for each of
 * its labels. Features of embeddings are no counts and are passed over.
 *
 * @param smoothing added to every class-feature count, > 0
 */
export function fitNaiveBayes(
  matrix: SparseMatrix,
  set: TrainingSet,
  smoothing: number,
): NaiveBayesTables {
  const k = set.space.classes.length;
  const totals = new Float64Array(k);
  const rows = new Float64Array(k);
  const ofClass = Array.from({ length: k }, (): number[] => []);
  set.space.ofRow.forEach((classes, row) => {
    for (const c of classes) {
      ofClass[c]!.push(row);
      rows[c] = rows[c]! + set.weights[row]! * set.classWeights[c]!;
    }
  });
  // Class by class over one dense row of sums, then turned: columns first.
  const found: { readonly columns: Int32Array; readonly gain: Float32Array }[] = [];
  const starts = new Int32Array(matrix.columns + 1);
  const mass = new Float64Array(matrix.columns);
  const seen = new Int32Array(matrix.columns);
  for (let c = 0; c < k; c++) {
    let count = 0;
    for (const row of ofClass[c]!) {
      const weight = set.weights[row]! * set.classWeights[c]!;
      if (weight === 0) continue;
      for (let p = firstWord(matrix, row); p < matrix.starts[row + 1]!; p++) {
        const column = matrix.indices[p]!;
        const value = weight * matrix.values[p]!;
        if (value === 0) continue;
        if (mass[column] === 0) seen[count++] = column;
        mass[column] = mass[column]! + value;
      }
    }
    const columns = seen.slice(0, count);
    const gain = new Float32Array(count);
    for (let at = 0; at < count; at++) {
      const column = columns[at]!;
      totals[c] = totals[c]! + mass[column]!;
      gain[at] = Math.log((mass[column]! + smoothing) / smoothing);
      mass[column] = 0;
      starts[column + 1]!++;
    }
    found.push({ columns, gain });
  }
  for (let column = 0; column < matrix.columns; column++)
    starts[column + 1] = starts[column + 1]! + starts[column]!;
  const classOf = new Int32Array(starts[matrix.columns]!);
  const gains = new Float32Array(classOf.length);
  const next = starts.slice();
  found.forEach(({ columns, gain }, c) =>
    columns.forEach((column, at) => {
      const place = next[column]!++;
      classOf[place] = c;
      gains[place] = gain[at]!;
    }),
  );
  const all = rows.reduce((sum, value) => sum + value, 0);
  const words = Math.max(1, matrix.columns - (matrix.dense ?? 0));
  return {
    starts,
    classOf,
    gain: gains,
    prior: rows.map((weight) => Math.log(weight / all)),
    floor: totals.map((total) => Math.log(smoothing / (total + smoothing * words))),
  };
}

/** Where the words of a row begin: behind the features of its embedding. */
function firstWord({ starts, indices, dense = 0 }: SparseMatrix, row: number): number {
  let at = starts[row]!;
  while (at < starts[row + 1]! && indices[at]! < dense) at += 1;
  return at;
}

/** Log joint probabilities, n rows by k classes. */
export function naiveBayesScores(matrix: SparseMatrix, tables: NaiveBayesTables): Float64Array {
  const k = tables.prior.length;
  const scores = new Float64Array(matrix.rows * k);
  for (let row = 0; row < matrix.rows; row++) {
    const base = row * k;
    let mass = 0;
    for (let p = firstWord(matrix, row); p < matrix.starts[row + 1]!; p++) {
      const column = matrix.indices[p]!;
      const value = matrix.values[p]!;
      mass += value;
      for (let q = tables.starts[column]!; q < tables.starts[column + 1]!; q++)
        scores[base + tables.classOf[q]!]! += value * tables.gain[q]!;
    }
    for (let c = 0; c < k; c++)
      scores[base + c] = scores[base + c]! + tables.prior[c]! + mass * tables.floor[c]!;
  }
  return scores;
}

/**
 * What the scores of the classes of a training row lose when the row itself is taken out of the
 * counts.
 */
export function naiveBayesOwnShare(
  matrix: SparseMatrix,
  tables: NaiveBayesTables,
  row: number,
  c: number,
  weight: number,
  smoothing: number,
): number {
  let share = 0;
  for (let p = firstWord(matrix, row); p < matrix.starts[row + 1]!; p++) {
    const column = matrix.indices[p]!;
    const value = matrix.values[p]!;
    for (let q = tables.starts[column]!; q < tables.starts[column + 1]!; q++) {
      if (tables.classOf[q] !== c) continue;
      const mass = Math.exp(tables.gain[q]!);
      share +=
        value * (tables.gain[q]! - Math.log(Math.max(1, mass - (weight * value) / smoothing)));
    }
  }
  return share;
}

export interface NaiveBayesParameters {
  readonly classes: readonly string[];
  readonly multiLabel: boolean;
  readonly vectorizer: TextVectorizer;
  readonly tables: NaiveBayesTables;
  readonly scaling: Scaling;
  /** Several labels a row: how they are told from the probabilities. */
  readonly rule: LabelRule | null;
}

/**
 * Multinomial naive Bayes on the weighted sparse features, with a fitted temperature against its
 * overconfidence.
 */
export class NaiveBayesTextClassifier implements TextClassifier {
  readonly #parameters: NaiveBayesParameters;

  constructor(parameters: NaiveBayesParameters) {
    this.#parameters = parameters;
  }

  get rule(): LabelRule | null {
    return this.#parameters.rule;
  }

  get classes(): readonly string[] {
    return this.#parameters.classes;
  }

  predict(texts: readonly TextInput[]): Prediction[] {
    return this.predictMatrix(this.#parameters.vectorizer.transform(texts));
  }

  predictMatrix(matrix: SparseMatrix): Prediction[] {
    const { classes, tables, scaling, multiLabel, rule } = this.#parameters;
    const scores = naiveBayesScores(matrix, tables);
    return Array.from({ length: matrix.rows }, (_, row) => {
      const probabilities = scores.slice(row * classes.length, (row + 1) * classes.length);
      if (multiLabel) relativeToRest(probabilities);
      toProbabilities(probabilities, scaling, multiLabel);
      return predictionOf(classes, probabilities, multiLabel, rule ?? undefined);
    });
  }

  toJSON(): ClassifierState {
    const { vectorizer, tables, ...rest } = this.#parameters;
    const packed = Object.fromEntries(
      Object.entries(tables as unknown as Record<string, Int32Array>).map(([name, array]) => [
        name,
        toBytes(array),
      ]),
    );
    return {
      type: "naive-bayes",
      version: 1,
      ...rest,
      vectorizer: vectorizer.toState(),
      tables: packed,
    };
  }

  static fromState(state: ClassifierState): NaiveBayesTextClassifier {
    const { classes, multiLabel, scaling, vectorizer, tables, ...rest } = state as unknown as Omit<
      NaiveBayesParameters,
      "vectorizer" | "tables"
    > & {
      vectorizer: VectorizerState;
      tables: Record<keyof NaiveBayesTables, string>;
    };
    return new NaiveBayesTextClassifier({
      classes,
      multiLabel,
      scaling,
      // a state of an earlier version has none
      rule: (rest.rule as LabelRule | null | undefined) ?? null,
      vectorizer: TextVectorizer.fromState(vectorizer),
      tables: {
        starts: bytesToInts(tables.starts),
        classOf: bytesToInts(tables.classOf),
        gain: bytesToFloats(tables.gain),
        prior: bytesToDoubles(tables.prior),
        floor: bytesToDoubles(tables.floor),
      },
    });
  }
}

/** Turns log joint probabilities into the log odds of each class against the best of the others. */
export function relativeToRest(scores: Float64Array): void {
  let first = -Infinity;
  let second = -Infinity;
  for (const score of scores) {
    if (score > first) [first, second] = [score, first];
    else if (score > second) second = score;
  }
  for (let c = 0; c < scores.length; c++)
    scores[c] =
      scores[c] === first ? (second === -Infinity ? 0 : first - second) : scores[c]! - first;
}
