import type { TextInput } from "../contract.js";
import type { FeatureOptions } from "./feature-options.js";
import { FeatureScanner } from "./feature-scanner.js";
import type { FingerprintKeys, FingerprintTable } from "./fingerprint-table.js";

/**
 * How often each feature occurs in each text; features are numbered by a fingerprint table, in no
 * order within a row. The arrays can be shared between threads.
 */
export interface CountMatrix {
  readonly rows: number;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  /** At most 65,535. */
  readonly counts: Uint16Array;
}

const MOST_COUNT = 0xffff;

/**
 * Counts the features of texts.
 *
 * @param table numbers the features; grows by the new ones when `grow` is set, else new ones are
 *         not counted
 * @param spare memory that threads share and nobody reads any more: the counts are put there where they fit
 */
export function countFeatures(
  texts: readonly TextInput[],
  options: FeatureOptions,
  table: FingerprintTable,
  grow: boolean,
  spare?: SharedArrayBuffer,
): CountMatrix {
  const scanner = new FeatureScanner(options);
  const shift = 32 - options.hashBits;
  const hashed = options.vocabulary === "hashed";
  const starts = new Int32Array(texts.length + 1);
  const pieces = new Pieces();
  let position = new Int32Array(Math.max(1 << 16, table.size)).fill(-1);
  for (let row = 0; row < texts.length; row++) {
    scanner.scan(texts[row]!);
    const { low, high, length } = scanner;
    const { indices, counts, used } = pieces.withRoom(length);
    const base = starts[row]! - used;
    let end = used;
    for (let f = 0; f < length; f++) {
      const a = hashed ? low[f]! >>> shift : low[f]!;
      const b = hashed ? high[f]! & 3 : high[f]!;
      const id = grow ? table.add(a, b) : table.find(a, b);
      if (id < 0) continue;
      if (id >= position.length) {
        const larger = new Int32Array(2 * position.length).fill(-1);
        larger.set(position);
        position = larger;
      }
      // Places count from the start of the first row, so that those of earlier rows are below.
      const seen = position[id]! - base;
      if (seen >= used) counts[seen] = Math.min(MOST_COUNT, counts[seen]! + 1);
      else {
        position[id] = base + end;
        indices[end] = id;
        counts[end++] = 1;
      }
    }
    pieces.take(end);
    starts[row + 1] = base + end;
  }
  return { rows: texts.length, starts, ...pieces.joined(spare) };
}

const PIECE = 1 << 20;
/** Bytes of an index and a count. */
const BYTES_EACH = 6;
/** More than is needed, so that the next rows of the same kind fit too: pages that nobody writes are none. */
const ROOM = 1.125;

/** Arrays that grow by pieces: doubling one would hold twice the largest of all for a moment. */
class Pieces {
  readonly #full: { indices: Int32Array; counts: Uint16Array }[] = [];
  #indices = new Int32Array(1 << 16);
  #counts = new Uint16Array(1 << 16);
  #used = 0;

  withRoom(length: number): { indices: Int32Array; counts: Uint16Array; used: number } {
    if (this.#used + length > this.#indices.length) {
      this.#close();
      const size = Math.max(PIECE, length);
      this.#indices = new Int32Array(size);
      this.#counts = new Uint16Array(size);
      this.#used = 0;
    }
    return { indices: this.#indices, counts: this.#counts, used: this.#used };
  }

  take(end: number): void {
    this.#used = end;
  }

  /** Both in one piece of memory: the indices, and the counts behind them. */
  joined(spare?: SharedArrayBuffer): Pick<CountMatrix, "indices" | "counts"> {
    this.#close();
    const size = this.#full.reduce((sum, { indices }) => sum + indices.length, 0);
    const shared =
      spare !== undefined && spare.byteLength >= BYTES_EACH * size
        ? spare
        : new SharedArrayBuffer(BYTES_EACH * Math.ceil(ROOM * size));
    const indices = new Int32Array(shared, 0, size);
    const counts = new Uint16Array(shared, 4 * size, size);
    let at = 0;
    for (let piece = this.#full.shift(); piece !== undefined; piece = this.#full.shift()) {
      indices.set(piece.indices, at);
      counts.set(piece.counts, at);
      at += piece.indices.length;
    }
    return { indices, counts };
  }

  #close(): void {
    this.#full.push({
      indices: this.#indices.subarray(0, this.#used),
      counts: this.#counts.subarray(0, this.#used),
    });
  }
}

function sharedInts(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

/**
 * In how many texts each feature occurs.
 *
 * @param rows the texts that count; all where there are none
 */
export function documentFrequency(
  counts: CountMatrix,
  columns: number,
  rows: ArrayLike<number> | null = null,
): Int32Array {
  const frequency = new Int32Array(columns);
  const { starts, indices } = counts;
  const number = rows?.length ?? counts.rows;
  for (let at = 0; at < number; at++) {
    const row = rows === null ? at : rows[at]!;
    for (let p = starts[row]!; p < starts[row + 1]!; p++) frequency[indices[p]!]!++;
  }
  return frequency;
}

/**
 * The counts without the features of fewer than `least` texts, which are numbered anew, in arrays
 * that threads share: those of `all`, which is used up.
 */
export function sharedCounts(
  all: CountMatrix,
  { low, high }: FingerprintKeys,
  least: number,
): { readonly counts: CountMatrix; readonly keys: FingerprintKeys } {
  const frequency = documentFrequency(all, low.length);
  const numbers = new Int32Array(low.length).fill(-1);
  let columns = 0;
  frequency.forEach((value, id) => {
    if (value >= least && value > 0) numbers[id] = columns++;
  });
  const keys = { low: sharedInts(columns), high: sharedInts(columns) };
  numbers.forEach((number, id) => {
    if (number < 0) return;
    keys.low[number] = low[id]!;
    keys.high[number] = high[id]!;
  });
  const starts = sharedInts(all.rows + 1);
  let end = 0;
  for (let row = 0; row < all.rows; row++) {
    for (let p = all.starts[row]!; p < all.starts[row + 1]!; p++) {
      const number = numbers[all.indices[p]!]!;
      if (number < 0) continue;
      all.indices[end] = number;
      all.counts[end++] = all.counts[p]!;
    }
    starts[row + 1] = end;
  }
  return {
    counts: {
      rows: all.rows,
      starts,
      indices: all.indices.subarray(0, end),
      counts: all.counts.subarray(0, end),
    },
    keys,
  };
}

/**
 * The features found in at least `least` texts, frequent ones first: their weights then share cache
 * lines.
 */
export function byFrequency(frequency: Int32Array, least: number): Int32Array {
  let most = 0;
  for (const value of frequency) if (value > most) most = value;
  const offsets = new Int32Array(most + 2);
  let kept = 0;
  for (const value of frequency) {
    if (value < least || value === 0) continue;
    offsets[most - value + 1]!++;
    kept++;
  }
  for (let i = 1; i < offsets.length; i++) offsets[i] = offsets[i]! + offsets[i - 1]!;
  const order = new Int32Array(kept);
  for (let id = 0; id < frequency.length; id++) {
    const value = frequency[id]!;
    if (value >= least && value > 0) order[offsets[most - value]!++] = id;
  }
  return order;
}
