import { vectorLength } from "../../base/statistics/inner-product.js";
import { ScratchBytes } from "../spool/scratch-bytes.js";
import { VectorStorage } from "./vector-storage.js";

/** Vectors by number with their exact distances. */
export interface ExactVectors {
  /** @throws VECTOR_INVALID */
  normOf(vector: Float32Array): number;
  /** @throws VECTOR_INVALID */
  push(vector: Float32Array): void;
  distance(vector: Float32Array, norm: number, number: number): number;
}

/** Vectors as they were given in a temporary file: the same distances to the bit, no memory a vector. */
export class VectorsOnDisk implements ExactVectors {
  readonly #bytes = new ScratchBytes("vectors");
  readonly #checked: VectorStorage;
  readonly #one: Float32Array;
  readonly #oneBytes: Uint8Array;

  constructor(readonly dimension: number) {
    this.#checked = new VectorStorage(dimension);
    this.#one = new Float32Array(dimension);
    this.#oneBytes = new Uint8Array(this.#one.buffer);
  }

  normOf(vector: Float32Array): number {
    return this.#checked.normOf(vector);
  }

  push(vector: Float32Array): void {
    this.normOf(vector);
    this.#bytes.append(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  }

  distance(vector: Float32Array, norm: number, number: number): number {
    this.#bytes.read(number * this.#oneBytes.length, this.#oneBytes);
    let product = 0;
    for (let index = 0; index < this.dimension; index++)
      product += (vector[index] as number) * (this.#one[index] as number);
    return Math.min(2, Math.max(0, 1 - product / (norm * vectorLength(this.#one))));
  }

  close(): void {
    this.#bytes.close();
  }
}
