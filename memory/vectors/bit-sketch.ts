import { mix32 } from "../../base/statistics/hash.js";

/** Bits of a sketch. */
export const SKETCH_BITS = 512;
/** 32-bit words of a sketch. */
export const SKETCH_WORDS = SKETCH_BITS / 32;

/**
 * Sketches of vectors: bit i says on which side of a random plane a vector lies (Charikar 2002), so
 * that two sketches differ in a share of angle / pi of their bits. The planes are the rows of
 * random signs times a Hadamard matrix (Ailon and Chazelle 2009): n log n steps for each 2^k >= n
 * bits, the same planes in every process.
 */
export class BitSketch {
  readonly #dimension: number;
  readonly #turned: Float64Array;
  readonly #signs: readonly Int8Array[];

  constructor(dimension: number) {
    this.#dimension = dimension;
    const size = 2 ** Math.ceil(Math.log2(Math.max(32, dimension)));
    this.#turned = new Float64Array(size);
    const turns = Math.ceil(SKETCH_BITS / size);
    this.#signs = Array.from({ length: turns }, (_, turn) =>
      // Twice in each turn: a vector of few numbers is spread before it is looked at.
      Int8Array.from({ length: 2 * size }, (__, at) =>
        mix32(Math.imul(turn + 1, 0x9e3779b9) + at) & 1 ? 1 : -1,
      ),
    );
  }

  /** Writes the sketch of a vector into `words`, from `at` on. */
  write(vector: Float32Array, words: Uint32Array, at = 0): void {
    const turned = this.#turned;
    const size = turned.length;
    let word = at;
    for (const signs of this.#signs) {
      for (let index = 0; index < size; index++)
        turned[index] =
          index < this.#dimension ? (vector[index] as number) * (signs[index] as number) : 0;
      hadamard(turned);
      for (let index = 0; index < size; index++)
        turned[index] = (turned[index] as number) * (signs[size + index] as number);
      hadamard(turned);
      for (let index = 0; index + 32 <= size && word < at + SKETCH_WORDS; index += 32) {
        let bits = 0;
        for (let bit = 0; bit < 32; bit++)
          if ((turned[index + bit] as number) > 0) bits |= 1 << bit;
        words[word++] = bits;
      }
    }
  }
}

/** The fast Walsh-Hadamard transform, in place. */
function hadamard(values: Float64Array): void {
  for (let half = 1; half < values.length; half *= 2)
    for (let from = 0; from < values.length; from += 2 * half)
      for (let index = from; index < from + half; index++) {
        const left = values[index] as number;
        const right = values[index + half] as number;
        values[index] = left + right;
        values[index + half] = left - right;
      }
}
