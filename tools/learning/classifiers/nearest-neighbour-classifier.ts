import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import { configurable } from "../../../base/slots/configurable.js";
import type {
  Classifier,
  ClassifierContext,
  ClassifierState,
  LabelInput,
  Prediction,
  TextInput,
  TrainedClassifier,
} from "../contract.js";
import { bytesToDoubles, bytesToFloats, toBytes } from "../features/array-text.js";
import { encodedLabels, type EncodedLabels } from "../features/encoded-labels.js";
import { joinedText } from "../features/plain-input.js";
import { predictionOf } from "./prediction-of.js";

export interface NearestNeighbourOptions {
  /** Embeddings of the labelled rows. */
  readonly vectors: readonly ArrayLike<number>[];
  /** Aligned with `vectors`; sets of labels make the problem multi-label. */
  readonly labels: readonly LabelInput[];
  /** What each row's vote counts, >= 0. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Neighbours that vote. Default: 10, or all rows where there are fewer. */
  readonly neighbours?: number;
  readonly classes?: readonly string[];
}

const TYPE = "nearest-neighbour";

/**
 * k nearest neighbours by cosine, exact: each neighbour votes with its similarity (0 where
 * negative) times its weight, and one more vote is shared by the class frequencies, so that no seen
 * class gets probability 0. Ties in distance go to the earlier row.
 */
export class NearestNeighbourClassifier implements TrainedClassifier {
  readonly #space: EncodedLabels;
  readonly #labels: readonly LabelInput[];
  readonly #rows: Float32Array;
  readonly #weights: Float64Array;
  readonly #dimension: number;
  readonly #prior: Float64Array;
  readonly #neighbours: number;

  /**
   * @throws SHAPE           if lengths differ or `neighbours` is not an integer >= 1
   * @throws TRAINING_DATA   if there is no row, or a label is not among `classes`
   * @throws VECTOR_INVALID  if a vector is zero, not finite or of another dimension
   */
  constructor(options: NearestNeighbourOptions) {
    const { vectors, labels, neighbours = 10 } = options;
    if (vectors.length !== labels.length)
      throw new DatawrightError({
        code: "SHAPE",
        message: `${vectors.length} vectors but ${labels.length} labels`,
      });
    if (vectors.length === 0)
      throw new DatawrightError({
        code: "TRAINING_DATA",
        message: "there is no row to be a neighbour",
      });
    if (!(Number.isInteger(neighbours) && neighbours >= 1))
      throw new DatawrightError({
        code: "SHAPE",
        message: `neighbours is ${neighbours}; it must be an integer >= 1`,
      });
    this.#labels = labels;
    this.#space = encodedLabels(labels, options.classes);
    this.#weights = Float64Array.from(options.weights ?? labels.map(() => 1));
    this.#prior = priorOf(this.#space, this.#weights);
    this.#dimension = vectors[0]!.length;
    this.#neighbours = Math.min(neighbours, labels.length);
    this.#rows = this.#unitVectors(vectors);
  }

  get classes(): readonly string[] {
    return this.#space.classes;
  }

  /** A pair is embedded as its two texts on two lines. */
  async predict(
    texts: readonly TextInput[],
    { embed }: Pick<ClassifierContext, "embed">,
  ): Promise<Prediction[]> {
    const vectors = await embed(texts.map(joinedText));
    if (vectors.length !== texts.length)
      throw new DatawrightError({
        code: "SHAPE",
        message: `${texts.length} texts were embedded into ${vectors.length} vectors`,
      });
    return this.predictVectors(vectors);
  }

  predictVectors(vectors: readonly ArrayLike<number>[]): Prediction[] {
    const queries = this.#unitVectors(vectors);
    return vectors.map((_, query) => {
      const similarities = new Float64Array(this.#labels.length);
      for (let row = 0; row < similarities.length; row++) {
        let product = 0;
        for (let d = 0; d < this.#dimension; d++)
          product += queries[query * this.#dimension + d]! * this.#rows[row * this.#dimension + d]!;
        similarities[row] = product;
      }
      const nearest = [...similarities.keys()]
        .sort((a, b) => similarities[b]! - similarities[a]! || a - b)
        .slice(0, this.#neighbours);
      const votes = this.#prior.slice();
      let total = 1;
      for (const row of nearest) {
        const vote = Math.max(0, similarities[row]!) * this.#weights[row]!;
        for (const label of this.#space.ofRow[row]!) votes[label]! += vote;
        total += vote;
      }
      return predictionOf(
        this.classes,
        votes.map((vote) => vote / total),
        this.#space.multiLabel,
      );
    });
  }

  toJSON(): ClassifierState {
    return {
      type: TYPE,
      version: 1,
      classes: this.classes,
      neighbours: this.#neighbours,
      dimension: this.#dimension,
      labels: this.#labels,
      weights: toBytes(this.#weights),
      rows: toBytes(this.#rows),
    };
  }

  /** @throws TRAINING_DATA for a state that `toJSON` did not write */
  static fromState(state: ClassifierState): NearestNeighbourClassifier {
    if (state.type !== TYPE)
      throw new DatawrightError({
        code: "TRAINING_DATA",
        message: `a state of type "${state.type}" is none of a nearest-neighbour classifier`,
      });
    const { classes, neighbours, dimension, labels, weights, rows } =
      state as unknown as SavedNeighbours;
    const flat = bytesToFloats(rows);
    return new NearestNeighbourClassifier({
      classes,
      neighbours,
      labels,
      weights: bytesToDoubles(weights),
      vectors: labels.map((_, row) => flat.subarray(row * dimension, (row + 1) * dimension)),
    });
  }

  #unitVectors(vectors: readonly ArrayLike<number>[]): Float32Array {
    const flat = new Float32Array(vectors.length * this.#dimension);
    vectors.forEach((vector, row) => {
      let square = 0;
      for (let d = 0; d < vector.length; d++) square += vector[d]! * vector[d]!;
      if (vector.length !== this.#dimension || !(square > 0 && square < Infinity)) {
        throw new DatawrightError({
          code: "VECTOR_INVALID",
          message: `vector ${row} is zero, not finite, or not of dimension ${this.#dimension}`,
          details: { row },
        });
      }
      const norm = 1 / Math.sqrt(square);
      for (let d = 0; d < vector.length; d++) flat[row * this.#dimension + d] = vector[d]! * norm;
    });
    return flat;
  }
}

interface SavedNeighbours {
  readonly classes: readonly string[];
  readonly neighbours: number;
  readonly dimension: number;
  readonly labels: readonly LabelInput[];
  readonly weights: string;
  readonly rows: string;
}

/** Share of each class in the weighted rows. */
function priorOf(space: EncodedLabels, weights: Float64Array): Float64Array {
  const prior = new Float64Array(space.classes.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  space.ofRow.forEach((set, row) => {
    for (const label of set) prior[label]! += weights[row]! / total;
  });
  return prior;
}

/** The labels of the nearest rows by embedding. */
export const nearestNeighbourClassifier = configurable({
  settings: z.strictObject({
    neighbours: countSetting(
      { from: 1, usual: 10 },
      "Nearest rows that vote, at least 1. Default: 10.",
    ),
  }),
  make: ({ neighbours }): Classifier => ({
    async train({ texts, labels, weights, classes }, { embed }) {
      const vectors = await embed(texts.map(joinedText));
      return new NearestNeighbourClassifier({ vectors, labels, weights, classes, neighbours });
    },
    restore: (state) => NearestNeighbourClassifier.fromState(state),
  }),
});
