import { DatawrightError } from "../../base/errors.js";
import { vectorLength } from "../../base/statistics/inner-product.js";

const BLOCK = 1024;

/**
 * Vectors of one dimension by number, kept exactly as they were given, with their lengths. Grows in
 * blocks: nothing is ever copied.
 */
export class VectorStorage {
  readonly dimension: number;
  readonly #blocks: Float32Array[] = [];
  readonly #norms: number[] = [];

  constructor(dimension: number) {
    this.dimension = dimension;
  }

  get count(): number {
    return this.#norms.length;
  }

  /** @returns the vector's number @throws VECTOR_INVALID */
  push(vector: Float32Array): number {
    const norm = this.normOf(vector);
    const number = this.#norms.length;
    if (number % BLOCK === 0) this.#blocks.push(new Float32Array(BLOCK * this.dimension));
    this.#norms.push(norm);
    this.at(number).set(vector);
    return number;
  }

  /** A view, not a copy. */
  at(number: number): Float32Array {
    const block = this.#blocks[Math.floor(number / BLOCK)];
    const from = (number % BLOCK) * this.dimension;
    if (block === undefined || number >= this.#norms.length)
      throw new DatawrightError({
        code: "INTERNAL",
        message: `There is no vector number ${number}.`,
      });
    return block.subarray(from, from + this.dimension);
  }

  /**
   * The numbers of all vectors, one after the other, in views of up to about a thousand vectors.
   */
  *blocks(): Iterable<Float32Array> {
    for (const [index, block] of this.#blocks.entries())
      yield block.subarray(0, Math.min(BLOCK, this.#norms.length - index * BLOCK) * this.dimension);
  }

  /** Cosine distance in [0, 2], computed in double precision from the vectors as given. */
  distance(vector: Float32Array, norm: number, number: number): number {
    const block = this.#blocks[Math.floor(number / BLOCK)];
    if (block === undefined || number >= this.#norms.length)
      throw new DatawrightError({
        code: "INTERNAL",
        message: `There is no vector number ${number}.`,
      });
    // In place: a view for each comparison costs more than the comparison.
    const from = (number % BLOCK) * this.dimension;
    let product = 0;
    for (let index = 0; index < this.dimension; index++)
      product += (vector[index] as number) * (block[from + index] as number);
    return Math.min(2, Math.max(0, 1 - product / (norm * (this.#norms[number] as number))));
  }

  /**
   * Euclidean length.
   * @throws VECTOR_INVALID for another dimension, a zero vector or one that is not finite
   */
  normOf(vector: Float32Array): number {
    const refuse = (said: string): never => {
      throw new DatawrightError({
        code: "VECTOR_INVALID",
        message: `A vector ${said}.`,
        hint: "Check what the embedding model returned for this text.",
        details: { dimension: this.dimension, given: vector.length },
      });
    };
    if (vector.length !== this.dimension)
      refuse(`has ${vector.length} numbers in place of ${this.dimension}`);
    const length = vectorLength(vector);
    if (!Number.isFinite(length)) refuse("holds a number that is not finite");
    if (length === 0) refuse("is zero in every place");
    return length;
  }
}
