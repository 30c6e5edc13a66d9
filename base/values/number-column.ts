/** Growth of a column: little of it stands empty. */
const GROWTH = 1.25;

/** Whole numbers of 32 bits by position, 4 to 5 bytes each. */
export class NumberColumn {
  #values = new Int32Array(64);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  push(value: number): void {
    if (this.#count === this.#values.length) {
      const grown = new Int32Array(Math.ceil(this.#values.length * GROWTH));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = value;
  }

  at(position: number): number {
    return this.#values[position] as number;
  }

  set(position: number, value: number): void {
    this.#values[position] = value;
  }
}
