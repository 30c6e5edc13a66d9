/** Occurrences of one token in a text that are told apart; further ones count as the last. */
const MOST_TOLD_APART = 64;

/**
 * Numbers for the occurrences of tokens: the second "the" of a text is another unit than its first,
 * so that two texts share as many units as they share tokens, repeated ones counted as often as
 * both have them.
 */
export class OccurrenceUnits {
  /** Token -> the unit of its first occurrence, -1 for none yet. */
  #first = new Int32Array(256).fill(-1);
  /** Token x MOST_TOLD_APART + occurrence -> unit, from the second occurrence on. */
  readonly #later = new Map<number, number>();
  #seen = new Int32Array(256);
  #size = 0;

  /** Units so far. */
  get size(): number {
    return this.#size;
  }

  /** The unit of each token of a list, in the order of the list. */
  of(tokens: Int32Array): Int32Array {
    const units = new Int32Array(tokens.length);
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index] as number;
      this.#reserve(token);
      const earlier = (this.#seen[token] as number)++;
      units[index] = earlier === 0 ? this.#firstOf(token) : this.#laterOf(token, earlier);
    }
    for (const token of tokens) this.#seen[token] = 0;
    return units;
  }

  #firstOf(token: number): number {
    if (this.#first[token] === -1) this.#first[token] = this.#size++;
    return this.#first[token] as number;
  }

  #laterOf(token: number, earlier: number): number {
    const key = token * MOST_TOLD_APART + Math.min(earlier, MOST_TOLD_APART - 1);
    let unit = this.#later.get(key);
    if (unit === undefined) this.#later.set(key, (unit = this.#size++));
    return unit;
  }

  #reserve(token: number): void {
    if (token < this.#first.length) return;
    const size = Math.max(token + 1, this.#first.length * 2);
    const first = new Int32Array(size).fill(-1);
    first.set(this.#first);
    this.#first = first;
    const seen = new Int32Array(size);
    seen.set(this.#seen);
    this.#seen = seen;
  }
}
