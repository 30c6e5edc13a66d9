import { mix32 } from "../../../base/statistics/hash.js";
import type { TokenIds } from "./token-ids.js";

/** The n-grams of texts, none across two texts, each by the number of its kind. */
export interface Ngrams {
  /** Kind of each n-gram of all texts, one text behind the other. */
  readonly kinds: Int32Array;
  /** Where each text begins in `kinds`, and where the last one ends. */
  readonly starts: Int32Array;
  /** Different n-grams. */
  readonly count: number;
}

/** Tokens as n-grams of length 1. */
export function unigrams({ ids, starts, tokens }: TokenIds): Ngrams {
  return { kinds: ids, starts, count: tokens.length };
}

/**
 * The n-grams of length n + 1 from those of length n: each is one of those and the token behind it.
 *
 * @param n length of `shorter`
 */
export function longerNgrams(shorter: Ngrams, { ids, starts }: TokenIds, n: number): Ngrams {
  const texts = starts.length - 1;
  const ends = new Int32Array(texts + 1);
  for (let text = 0; text < texts; text++) {
    const length = starts[text + 1]! - starts[text]!;
    ends[text + 1] = ends[text]! + Math.max(0, length - n);
  }
  const kinds = new Int32Array(ends[texts]!);
  const table = new PairNumbers();
  for (let text = 0; text < texts; text++) {
    const [from, to] = [ends[text]!, ends[text + 1]!];
    for (let at = from; at < to; at++)
      kinds[at] = table.number(
        shorter.kinds[shorter.starts[text]! + at - from]!,
        ids[starts[text]! + at - from + n]!,
      );
  }
  return { kinds, starts: ends, count: table.size };
}

/** How often each kind of n-gram occurs. */
export function kindCounts({ kinds, count }: Ngrams): Int32Array {
  const counts = new Int32Array(count);
  for (const kind of kinds) counts[kind]!++;
  return counts;
}

/** How many different texts hold each kind of n-gram. */
export function kindHolders({ kinds, starts, count }: Ngrams): Int32Array {
  const holders = new Int32Array(count);
  const last = new Int32Array(count).fill(-1);
  for (let text = 0; text + 1 < starts.length; text++)
    for (let at = starts[text]!; at < starts[text + 1]!; at++) {
      const kind = kinds[at]!;
      if (last[kind] === text) continue;
      last[kind] = text;
      holders[kind]!++;
    }
  return holders;
}

/** Numbers pairs of whole numbers from 0 in order of first appearance (open addressing). */
class PairNumbers {
  #firsts = new Int32Array(1 << 12);
  #seconds = new Int32Array(1 << 12);
  /** Number + 1; 0 where the place is free. */
  #numbers = new Int32Array(1 << 12);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  number(first: number, second: number): number {
    const at = this.#place(first, second);
    const known = this.#numbers[at]!;
    if (known !== 0) return known - 1;
    this.#firsts[at] = first;
    this.#seconds[at] = second;
    this.#numbers[at] = ++this.#size;
    if (2 * this.#size > this.#numbers.length) this.#grow();
    return this.#size - 1;
  }

  #place(first: number, second: number): number {
    const mask = this.#numbers.length - 1;
    let at = mix32(Math.imul(first, 0x9e3779b1) + second) & mask;
    while (this.#numbers[at] !== 0 && (this.#firsts[at] !== first || this.#seconds[at] !== second))
      at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [firsts, seconds, numbers] = [this.#firsts, this.#seconds, this.#numbers];
    const length = 2 * numbers.length;
    this.#firsts = new Int32Array(length);
    this.#seconds = new Int32Array(length);
    this.#numbers = new Int32Array(length);
    for (let from = 0; from < numbers.length; from++) {
      if (numbers[from] === 0) continue;
      const at = this.#place(firsts[from]!, seconds[from]!);
      this.#firsts[at] = firsts[from]!;
      this.#seconds[at] = seconds[from]!;
      this.#numbers[at] = numbers[from]!;
    }
  }
}
