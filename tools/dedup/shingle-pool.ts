import { writeShingles } from "./shingles.js";

/** The sorted shingle sets of many texts, one after the other in one array; 4 bytes a shingle. */
export class ShinglePool {
  readonly #size: number;
  #pool: Uint32Array;
  #starts: Float64Array;
  #count = 0;

  /** @param size characters of a shingle. @param expected texts and shingles to make room for */
  constructor(
    size: number,
    expected: { readonly texts?: number; readonly shingles?: number } = {},
  ) {
    this.#size = size;
    this.#pool = new Uint32Array(Math.max(1024, expected.shingles ?? 0));
    this.#starts = new Float64Array(Math.max(64, (expected.texts ?? 0) + 1));
  }

  get count(): number {
    return this.#count;
  }

  get shingles(): Uint32Array {
    return this.#pool;
  }

  start(index: number): number {
    return this.#starts[index] as number;
  }

  end(index: number): number {
    return this.#starts[index + 1] as number;
  }

  /** Appends a normalised text and returns its number. */
  add(normal: string): number {
    const start = this.#starts[this.#count] as number;
    if (start + normal.length + 1 > this.#pool.length) {
      const grown = new Uint32Array(
        Math.max(start + normal.length + 1, Math.ceil(this.#pool.length * 1.5)),
      );
      grown.set(this.#pool);
      this.#pool = grown;
    }
    if (this.#count + 2 > this.#starts.length) {
      const grown = new Float64Array(this.#starts.length * 2);
      grown.set(this.#starts);
      this.#starts = grown;
    }
    this.#starts[this.#count + 1] = start + writeShingles(normal, this.#size, this.#pool, start);
    return this.#count++;
  }

  /** Takes the last text off again. */
  pop(): void {
    this.#count--;
  }
}
