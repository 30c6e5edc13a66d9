/** Texts whose bits are in one set of rows. */
const MOST_TEXTS = 4096;
const BITS = 32;
const MOST_WORDS = MOST_TEXTS / BITS;
const FIRST_TEXTS = 64;
/** Numbers of texts are counted in as many bits. */
const MOST_LEVELS = 31;

/** Texts of about one length, and for each frequent unit a row of bits: which of them have it. */
export interface UnitChunk {
  /** Numbers of the texts, ascending. */
  readonly texts: Int32Array;
  count: number;
  readonly rows: (Int32Array | undefined)[];
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
  /** Rows of a query beside each other. */
  #gathered = new Int32Array(64 * MOST_WORDS);
  readonly #levels = new Int32Array(MOST_LEVELS);
  /** By word of a chunk: the texts that are in rows enough. */
  readonly #hits = new Int32Array(MOST_WORDS);

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
      const size = Math.min(MOST_TEXTS, Math.max(FIRST_TEXTS, 2 * before));
      chunk = { texts: new Int32Array(size), count: 0, rows: [] };
      chunks.push(chunk);
    }
    chunk.texts[chunk.count] = number;
    return { chunk, at: chunk.count++ };
  }

  /** Says that a text has a unit. */
  static set({ chunk, at }: ChunkPlace, row: number): void {
    while (chunk.rows.length <= row) chunk.rows.push(undefined);
    const bits = (chunk.rows[row] ??= new Int32Array(chunk.texts.length / BITS));
    bits[at >> 5] = (bits[at >> 5] as number) | (1 << (at & 31));
  }

  /** How many of these rows a text is in; stops where `least` cannot be reached any more. */
  static countOf({ chunk, at }: ChunkPlace, rows: readonly number[], least: number): number {
    const word = at >> 5;
    const bit = 1 << (at & 31);
    let count = 0;
    for (let index = 0; index < rows.length; index++) {
      if (count + rows.length - index < least) return count;
      const bits = chunk.rows[rows[index] as number];
      if (bits !== undefined && ((bits[word] as number) & bit) !== 0) count++;
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
    const words = chunk.texts.length >> 5;
    const used = (chunk.count + 31) >> 5;
    let first = 0;
    while (first + 1 < used && (chunk.texts[(first + 1) << 5] as number) <= from) first++;
    const present = this.#gather(chunk, rows, words);
    if (present < least) return false;
    const counting = { present, words, first, used, least };
    if (present < 64) this.#countFew(counting);
    else this.#countMany(counting);
    for (let word = first; word < used; word++) {
      let hits = this.#hits[word] as number;
      while (hits !== 0) {
        const at = (word << 5) + 31 - Math.clz32(hits & -hits);
        hits &= hits - 1;
        if (at < chunk.count && found(chunk.texts[at] as number)) return true;
      }
    }
    return false;
  }

  /** Copies the rows that the chunk has beside each other, filled up to a multiple of four. */
  #gather(chunk: UnitChunk, rows: readonly number[], words: number): number {
    const room = (rows.length + 3) * words;
    if (this.#gathered.length < room) this.#gathered = new Int32Array(2 * room);
    let present = 0;
    for (const row of rows) {
      const bits = chunk.rows[row];
      if (bits !== undefined) this.#gathered.set(bits, present++ * words);
    }
    const filled = (present + 3) & ~3;
    this.#gathered.fill(0, present * words, filled * words);
    return present;
  }

  /**
   * The texts of each word that are in at least so many of up to 63 rows: four rows at a time by full
   * adders (Harley and Seal, in Warren, Hacker's Delight), one bit a text.
   */
  #countFew({ present, words, first, used, least }: Counting): void {
    const rows = this.#gathered;
    const hits = this.#hits;
    const ones1 = least & 1 ? -1 : 0;
    const twos1 = least & 2 ? -1 : 0;
    const fours1 = least & 4 ? -1 : 0;
    const eights1 = least & 8 ? -1 : 0;
    const sixteens1 = least & 16 ? -1 : 0;
    const more1 = least & 32 ? -1 : 0;
    for (let word = first; word < used; word++) {
      let ones = 0;
      let twos = 0;
      let fours = 0;
      let eights = 0;
      let sixteens = 0;
      let more = 0;
      for (let row = 0, at = word; row < present; row += 4, at += 4 * words) {
        const a = rows[at] as number;
        const b = rows[at + words] as number;
        const c = rows[at + 2 * words] as number;
        const d = rows[at + 3 * words] as number;
        const ab = a ^ b;
        const two = (a & b) | (ab & ones);
        ones ^= ab;
        const cd = c ^ d;
        const other = (c & d) | (cd & ones);
        ones ^= cd;
        const both = two ^ other;
        const four = (two & other) | (both & twos);
        twos ^= both;
        const eight = fours & four;
        fours ^= four;
        const sixteen = eights & eight;
        eights ^= eight;
        more ^= sixteens & sixteen;
        sixteens ^= sixteen;
      }
      // Compared with the least from the lowest bit on: what differs higher up decides.
      let enough = ones | ~ones1;
      enough = (twos & enough) | (~twos1 & (twos | enough));
      enough = (fours & enough) | (~fours1 & (fours | enough));
      enough = (eights & enough) | (~eights1 & (eights | enough));
      enough = (sixteens & enough) | (~sixteens1 & (sixteens | enough));
      hits[word] = (more & enough) | (~more1 & (more | enough));
    }
  }

  /** The same of any number of rows. */
  #countMany({ present, words, first, used, least }: Counting): void {
    const rows = this.#gathered;
    const levels = this.#levels;
    const height = 32 - Math.clz32(Math.max(present, least));
    for (let word = first; word < used; word++) {
      levels.fill(0);
      for (let row = 0, at = word; row < present; row++, at += words) {
        let carry = rows[at] as number;
        for (let level = 0; carry !== 0 && level < height; level++) {
          const value = levels[level] as number;
          levels[level] = value ^ carry;
          carry &= value;
        }
      }
      let enough = -1;
      for (let level = 0; level < height; level++) {
        const value = levels[level] as number;
        enough = (least >> level) & 1 ? value & enough : value | enough;
      }
      this.#hits[word] = enough;
    }
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

/** Rows that are gathered, words of each, the words to count in, and how many rows are enough. */
interface Counting {
  readonly present: number;
  readonly words: number;
  readonly first: number;
  readonly used: number;
  readonly least: number;
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
