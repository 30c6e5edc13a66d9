import { DatawrightError } from "../../../base/errors.js";
import type { AsyncTextClassifier, Prediction, TextInput } from "../contract.js";
import { predictionOf } from "./prediction-of.js";
import { labelSpace, singleLabels } from "../features/encoded-labels.js";

/** Turns texts into vectors, one per text, all of one dimension. */
export type EmbedTexts = (
  texts: readonly string[],
) => Promise<readonly ArrayLike<number>[]> | readonly ArrayLike<number>[];

export interface NearestNeighbourOptions {
  /** Embeddings of the labelled rows. */
  readonly vectors: readonly ArrayLike<number>[];
  readonly labels: readonly string[];
  /**
   * Needed by `predict`; `predictVectors` does without. A pair is embedded as its two texts on two
   * lines.
   */
  readonly embed?: EmbedTexts;
  /** Neighbours that vote. Default: 10, or all rows where there are fewer. */
  readonly neighbours?: number;
  readonly classes?: readonly string[];
}

/**
 * k nearest neighbours by cosine, exact: each neighbour votes with its similarity (0 where
 * negative), and one more vote is
 * shared by the class frequencies, so that no seen class gets probability 0. Ties in distance go to
 * the earlier row.
 */
export class NearestNeighbourClassifier implements AsyncTextClassifier {
  readonly classes: readonly string[];
  readonly #rows: Float32Array;
  readonly #dimension: number;
  readonly #labels: Int32Array;
  readonly #prior: Float64Array;
  readonly #neighbours: number;
  readonly #embed: EmbedTexts | undefined;

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
    const space = labelSpace(labels, options.classes);
    this.classes = space.classes;
    this.#labels = singleLabels(space);
    this.#prior = Float64Array.from(space.counts, (count) => count / labels.length);
    this.#dimension = vectors[0]!.length;
    this.#neighbours = Math.min(neighbours, labels.length);
    this.#embed = options.embed;
    this.#rows = this.#unitVectors(vectors);
  }

  async predict(texts: readonly TextInput[]): Promise<Prediction[]> {
    if (this.#embed === undefined)
      throw new DatawrightError({
        code: "TRAINING_DATA",
        message: "this classifier has no `embed` function",
        hint: "give one, or use predictVectors",
      });
    const vectors = await this.#embed(
      texts.map((text) => (typeof text === "string" ? text : text.join("\n"))),
    );
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
        const vote = Math.max(0, similarities[row]!);
        votes[this.#labels[row]!]! += vote;
        total += vote;
      }
      return predictionOf(
        this.classes,
        votes.map((vote) => vote / total),
        false,
      );
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
