import type { ClassifierState, Prediction, TextClassifier, TextInput } from "../contract.js";
import type { LabelRule } from "./label-thresholds.js";
import { predictionOf } from "./prediction-of.js";
import type { SparseMatrix } from "../features/sparse-matrix.js";
import type { TextVectorizer } from "../features/text-vectorizer.js";

/** A classifier that can also predict rows that are vectors of its vectorizer already. */
export interface MatrixClassifier extends TextClassifier {
  predictMatrix(matrix: SparseMatrix): Prediction[];
  /** Several labels a row: how they are told from the probabilities. */
  readonly rule: LabelRule | null;
}

/** The mean of the members' probabilities; members share one vectorizer. */
export class EnsembleTextClassifier implements MatrixClassifier {
  readonly members: readonly MatrixClassifier[];
  readonly #vectorizer: TextVectorizer;
  readonly #multiLabel: boolean;

  constructor(
    members: readonly MatrixClassifier[],
    vectorizer: TextVectorizer,
    multiLabel: boolean,
  ) {
    this.members = members;
    this.#vectorizer = vectorizer;
    this.#multiLabel = multiLabel;
  }

  get classes(): readonly string[] {
    return this.members[0]!.classes;
  }

  /** The mean of the members' cuts, as the probabilities are the mean of theirs. */
  get rule(): LabelRule | null {
    const rules = this.members.flatMap(({ rule }) => (rule === null ? [] : [rule]));
    if (rules.length < this.members.length) return null;
    return {
      thresholds: this.classes.map(
        (_, c) => rules.reduce((sum, { thresholds }) => sum + thresholds[c]!, 0) / rules.length,
      ),
      mayBeEmpty: rules.some(({ mayBeEmpty }) => mayBeEmpty),
    };
  }

  predict(texts: readonly TextInput[]): Prediction[] {
    return this.predictMatrix(this.#vectorizer.transform(texts));
  }

  predictMatrix(matrix: SparseMatrix): Prediction[] {
    const rule = this.rule ?? undefined;
    const votes = this.members.map((member) => member.predictMatrix(matrix));
    return Array.from({ length: matrix.rows }, (_, row) => {
      const probabilities = new Float64Array(this.classes.length);
      for (const vote of votes)
        vote[row]!.probabilities.forEach((value, c) => (probabilities[c]! += value / votes.length));
      return predictionOf(this.classes, probabilities, this.#multiLabel, rule);
    });
  }

  toJSON(): ClassifierState {
    return {
      type: "ensemble",
      version: 1,
      classes: this.classes,
      multiLabel: this.#multiLabel,
      members: this.members.map((member) => member.toJSON()),
    };
  }
}
