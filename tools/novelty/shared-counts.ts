import { BitRows, MOST_BITS, VECTOR_BITS } from "./bit-rows.js";

const BITS = 32;

/** Texts of about one length, and for each frequent unit a row of bits: which of them have it. */
export interface UnitChunk {
  /** Numbers of the texts, ascending. */
  readonly texts: Int32Array;
  count: number;
  /** Frequent unit -> its row, 0 for none. */
  readonly rows: number[];
}

/** Texts of a range of lengths. */
export interface LengthClass {
  readonly least: number;
  readonly most: number;
  readonly chunks: UnitChunk[];
}

/** Where a text stands in its chunk. */
export interface ChunkPlace {
  readonly chunk: UnitChunk;
  readonly at: number;
}

/**
 * For texts by length, which of the frequent units each has, as bits: how many units a query shares
 * with 32 texts at a time is counted by adding up rows of bits.
 */
export class SharedCounts {
  readonly #classes: LengthClass[] = [];
  readonly #classOf = new Map<number, LengthClass>();
  readonly #bits = new BitRows();

  /** The classes that hold a text of these lengths. */
  *classes(shortest: number, longest: number): Generator<LengthClass> {
    for (const one of this.#classes) if (one.most >= shortest && one.least <= longest) yield one;
  }

  /** Makes room for a text: numbers must ascend. */
  add(number: number, length: number): ChunkPlace {
    const { chunks } = this.#classFor(length);
    let chunk = chunks.at(-1);
    if (chunk === undefined || chunk.count === chunk.texts.length) {
      const before = chunk?.texts.length ?? 0;
      const size = Math.min(MOST_BITS, Math.max(VECTOR_BITS, 2 * before));
      chunk = { texts: new Int32Array(size), count: 0, rows: [] };
      chunks.push(chunk);
    }
    chunk.texts[chunk.count] = number;
    return { chunk, at: chunk.count++ };
  }

  /** Says that a text has a unit. */
  set({ chunk, at }: ChunkPlace, row: number): void {
    while (chunk.rows.length <= row) chunk.rows.push(0);
    this.#bits.set((chunk.rows[row] ||= this.#bits.allocate(chunk.texts.length)), at);
  }

  /** How many of these rows a text is in; stops where `least` cannot be reached any more. */
  countOf({ chunk, at }: ChunkPlace, rows: readonly number[], least: number): number {
    let count = 0;
    for (let index = 0; index < rows.length; index++) {
      if (count + rows.length - index < least) return count;
      const row = chunk.rows[rows[index] as number] ?? 0;
      if (row !== 0 && this.#bits.has(row, at)) count++;
    }
    return count;
  }

  /**
   * Calls `found` with the number of each text of a chunk that is in at least `least` of the rows,
   * in ascending order, until it answers true.
   *
   * @param from texts of lower numbers are passed over, 32 at a time: some may still come
   * @returns whether it was stopped
   */
  atLeast(
    chunk: UnitChunk,
    query: { readonly rows: readonly number[]; readonly least: number; readonly from: number },
    found: (number: number) => boolean,
  ): boolean {
    const { rows, least, from } = query;
    if (chunk.count === 0 || (chunk.texts[chunk.count - 1] as number) < from) return false;
    const used = (chunk.count + 31) >> 5;
    let first = 0;
    while (first + 1 < used && (chunk.texts[(first + 1) * BITS] as number) <= from) first++;
    const present: number[] = [];
    for (let index = 0; index < rows.length; index++) {
      const row = chunk.rows[rows[index] as number] ?? 0;
      if (row !== 0) present.push(row);
    }
    if (present.length < least) return false;
    this.#bits.count(present, { first, used, least });
    for (let word = first; word < used; word++) {
      let hits = this.#bits.hits(word);
      while (hits !== 0) {
        const at = word * BITS + 31 - Math.clz32(hits & -hits);
        hits &= hits - 1;
        if (at < chunk.count && found(chunk.texts[at] as number)) return true;
      }
    }
    return false;
  }

  #classFor(length: number): LengthClass {
    const { least, most } = boundsOf(length);
    let found = this.#classOf.get(least);
    if (found === undefined) {
      found = { least, most, chunks: [] };
      this.#classOf.set(least, found);
      this.#classes.push(found);
    }
    return found;
  }
}

/** Every length by itself up to 64; longer ones within an eighth of a doubling. */
function boundsOf(length: number): { readonly least: number; readonly most: number } {
  if (length <= 64) return { least: length, most: length };
  const step = Math.floor(8 * Math.log2(length / 64));
  const start = (of: number): number => Math.ceil(64 * 2 ** (of / 8));
  // Rounding may put a length at the border into the step before or behind.
  const at = length < start(step) ? step - 1 : length >= start(step + 1) ? step + 1 : step;
  return { least: start(at), most: start(at + 1) - 1 };
}
