/**
 * Hash tables of band keys in typed arrays: one chained table a band, entries numbered from 0 in
 * the order of adding.
 */
export class BandTable {
  readonly #bands: number;
  #capacity = 256;
  #count = 0;
  /** Per band and slot, the newest entry plus 1; 0 for none. */
  #heads: Int32Array;
  /** Per entry and band, the next older entry plus 1 of the same slot, and the key. */
  #next: Int32Array;
  #keys: Uint32Array;
  #seen: Int32Array;
  #stamp = 0;

  constructor(bands: number) {
    this.#bands = bands;
    this.#heads = new Int32Array(bands * this.#capacity * 2);
    this.#next = new Int32Array(bands * this.#capacity);
    this.#keys = new Uint32Array(bands * this.#capacity);
    this.#seen = new Int32Array(this.#capacity);
  }

  /** Adds the next entry with one key per band. */
  add(keys: Uint32Array): void {
    if (this.#count === this.#capacity) this.#grow();
    const entry = this.#count++;
    this.#keys.set(keys, entry * this.#bands);
    this.#link(entry);
  }

  /** Calls `visit` once for each entry that has the same key in some band. */
  meeting(keys: Uint32Array, visit: (entry: number) => void): void {
    const stamp = ++this.#stamp;
    for (let band = 0; band < this.#bands; band++) {
      const key = keys[band] as number;
      let at = this.#heads[this.#slot(band, key)] as number;
      while (at > 0) {
        const place = (at - 1) * this.#bands + band;
        if (this.#keys[place] === key && this.#seen[at - 1] !== stamp) {
          this.#seen[at - 1] = stamp;
          visit(at - 1);
        }
        at = this.#next[place] as number;
      }
    }
  }

  #link(entry: number): void {
    for (let band = 0; band < this.#bands; band++) {
      const place = entry * this.#bands + band;
      const slot = this.#slot(band, this.#keys[place] as number);
      this.#next[place] = this.#heads[slot] as number;
      this.#heads[slot] = entry + 1;
    }
  }

  #slot(band: number, key: number): number {
    const slots = this.#capacity * 2; // a power of two
    return band * slots + (key & (slots - 1));
  }

  #grow(): void {
    this.#capacity *= 2;
    const next = new Int32Array(this.#bands * this.#capacity);
    const keys = new Uint32Array(this.#bands * this.#capacity);
    const seen = new Int32Array(this.#capacity);
    keys.set(this.#keys);
    seen.set(this.#seen);
    this.#heads = new Int32Array(this.#bands * this.#capacity * 2);
    this.#next = next;
    this.#keys = keys;
    this.#seen = seen;
    for (let entry = 0; entry < this.#count; entry++) this.#link(entry);
  }
}
