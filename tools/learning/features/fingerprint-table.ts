/** Bound once: in Jest's realm every look at a global is slow. */
const imul = Math.imul;

/** Fingerprints by their number, in two halves. */
export interface FingerprintKeys {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/**
 * Numbers fingerprints of 64 bits in the order in which they come: an open-addressing hash table on
 * typed arrays.
 */
export class FingerprintTable {
  #slots: Int32Array;
  #low: Int32Array;
  #high: Int32Array;
  size = 0;

  constructor(expected = 1024) {
    let capacity = 2048;
    while (capacity < 2 * expected) capacity *= 2;
    this.#slots = new Int32Array(capacity);
    this.#low = new Int32Array(capacity / 2);
    this.#high = new Int32Array(capacity / 2);
  }

  /** The number of a fingerprint, or -1 when it is unknown. */
  find(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    let slot = (low ^ imul(high, 0x9e3779b1)) & mask;
    for (;;) {
      const id = this.#slots[slot]! - 1;
      if (id < 0 || (this.#low[id] === low && this.#high[id] === high)) return id;
      slot = (slot + 1) & mask;
    }
  }

  /** The number of a fingerprint, given to it now when it is unknown. */
  add(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    let slot = (low ^ imul(high, 0x9e3779b1)) & mask;
    for (;;) {
      const id = this.#slots[slot]! - 1;
      if (id < 0) break;
      if (this.#low[id] === low && this.#high[id] === high) return id;
      slot = (slot + 1) & mask;
    }
    this.#low[this.size] = low;
    this.#high[this.size] = high;
    this.#slots[slot] = ++this.size;
    if (this.size === this.#low.length) this.#grow();
    return this.size - 1;
  }

  /** The fingerprints by number. */
  keys(): FingerprintKeys {
    return { low: this.#low.subarray(0, this.size), high: this.#high.subarray(0, this.size) };
  }

  /** A table of these fingerprints in their order. */
  static of({ low, high }: FingerprintKeys): FingerprintTable {
    const table = new FingerprintTable(low.length);
    for (let id = 0; id < low.length; id++) table.add(low[id]!, high[id]!);
    return table;
  }

  #grow(): void {
    const capacity = 2 * this.#slots.length;
    const low = new Int32Array(capacity / 2);
    const high = new Int32Array(capacity / 2);
    low.set(this.#low);
    high.set(this.#high);
    const slots = new Int32Array(capacity);
    for (let id = 0; id < this.size; id++) {
      let slot = (low[id]! ^ imul(high[id]!, 0x9e3779b1)) & (capacity - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      slots[slot] = id + 1;
    }
    this.#slots = slots;
    this.#low = low;
    this.#high = high;
  }
}
