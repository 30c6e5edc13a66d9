import { createHash } from "node:crypto";
import { DatawrightError } from "../errors.js";
import { lengthPrefixed } from "./hash.js";

// Local names: looking up a global costs more than these loops where modules run in a sandbox.
const { imul } = Math;

/**
 * A seeded random stream: xoshiro128** (Blackman and Vigna 2021), its state taken from SHA-256 of
 * the seed.
 *
 * The same seed gives the same numbers on every platform. `derive` depends on the seed and the keys
 * only, never on how much was drawn before, so concurrent work can draw in any order. Not for
 * secrets.
 */
export class Random {
  readonly #key: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | undefined;

  constructor(seed: string | number) {
    const digest = createHash("sha256")
      .update(lengthPrefixed([seed]), "utf8")
      .digest();
    this.#key = digest.toString("hex");
    this.#a = digest.readInt32LE(0);
    this.#b = digest.readInt32LE(4);
    this.#c = digest.readInt32LE(8);
    this.#d = digest.readInt32LE(12) | 1; // an all-zero state would stay zero for ever
  }

  /** A number in [0, 1) with 53 random bits. */
  next(): number {
    const high = this.#bits() >>> 5;
    const low = this.#bits() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * An integer in [0, n), every value equally likely.
   * @throws SHAPE if n is not a positive safe integer
   */
  integer(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1)
      throw shape(`integer(${n}) needs a positive whole number`);
    if (n > 4294967296) return Math.floor(this.next() * n);
    const limit = 4294967296 - (4294967296 % n);
    let bits = this.#bits();
    while (bits >= limit) bits = this.#bits();
    return bits % n;
  }

  /** A draw from the standard normal distribution (polar method, Marsaglia and Bray 1964). */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spare = y * factor;
      return x * factor;
    }
  }

  /** One of the items, each equally likely. @throws SHAPE if there is none */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw shape("pick() got an empty list");
    return items[this.integer(items.length)] as T;
  }

  /**
   * An index drawn with probability proportional to its weight.
   * @throws SHAPE if a weight is negative or not finite, or all are zero
   */
  weighted(weights: ArrayLike<number>): number {
    let total = 0;
    let last = -1;
    for (let index = 0; index < weights.length; index++) {
      const weight = weights[index] as number;
      if (!(weight >= 0) || weight === Infinity)
        throw shape(`weighted() got the weight ${weight} at index ${index}`);
      if (weight > 0) last = index;
      total += weight;
    }
    if (last < 0) throw shape("weighted() needs at least one weight above zero");
    let rest = this.next() * total;
    for (let index = 0; index < last; index++) {
      rest -= weights[index] as number;
      if (rest < 0) return index;
    }
    return last; // rounding may leave a rest above zero
  }

  /** A shuffled copy (Fisher and Yates); the list itself stays as it is. */
  shuffle<T>(items: readonly T[]): T[] {
    return this.sample(items, items.length);
  }

  /**
   * `k` different positions of the list in random order; all of them where the list is shorter.
   * @throws SHAPE if k is negative
   */
  sample<T>(items: readonly T[], k: number): T[] {
    if (!(k >= 0)) throw shape(`sample() cannot draw ${k} items`);
    const pool = items.slice();
    const count = Math.min(Math.floor(k), pool.length);
    for (let index = 0; index < count; index++) {
      const other = index + this.integer(pool.length - index);
      const moved = pool[index] as T;
      pool[index] = pool[other] as T;
      pool[other] = moved;
    }
    pool.length = count;
    return pool;
  }

  /** A stream of its own for the given keys, the same whatever was drawn from this one. */
  derive(...keys: readonly (string | number)[]): Random {
    return new Random(lengthPrefixed([this.#key, ...keys]));
  }

  #bits(): number {
    const product = imul(this.#b, 5);
    const result = imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }
}

function shape(message: string): DatawrightError {
  return new DatawrightError({ code: "SHAPE", message });
}
