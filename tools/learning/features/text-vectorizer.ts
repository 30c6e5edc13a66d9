import { DatawrightError } from "../../../base/errors.js";
import { bytesToInts, bytesToFloats, toBytes } from "./array-text.js";
import type { TextInput } from "../contract.js";
import { countFeatures, documentFrequency, type CountMatrix } from "./count-matrix.js";
import { DEFAULT_FEATURES, type FeatureOptions } from "./feature-options.js";
import { CHARACTER_BLOCK, WORD_BLOCK } from "./feature-scanner.js";
import { FingerprintTable } from "./fingerprint-table.js";
import type { SparseMatrix } from "./sparse-matrix.js";

/** A vectorizer as plain JSON; the arrays are base64 text. */
export interface VectorizerState {
  readonly options: FeatureOptions;
  readonly low: string;
  readonly high: string;
  readonly inverse: string;
}

/** Fills in the frozen defaults and refuses options out of range with SHAPE. */
export function featureOptions(given: Partial<FeatureOptions> = {}): FeatureOptions {
  const options = { ...DEFAULT_FEATURES, ...given };
  const { wordNgrams: words, characterNgrams: characters } = options;
  const bad =
    words !== null && !(words[0] >= 1 && words[1] >= words[0] && words[1] <= 2)
      ? "wordNgrams must lie within 1 and 2"
      : characters !== null &&
          !(characters[0] >= 1 && characters[1] >= characters[0] && characters[1] <= 8)
        ? "characterNgrams must lie within 1 and 8"
        : words === null && characters === null
          ? "wordNgrams and characterNgrams cannot both be null"
          : !(Number.isInteger(options.hashBits) && options.hashBits >= 8 && options.hashBits <= 24)
            ? "hashBits must be an integer from 8 to 24"
            : !(options.wordShare >= 0 && options.crossShare >= 0)
              ? "shares must be numbers >= 0"
              : !(options.idfPower >= 0 && options.idfPower <= 2)
                ? "idfPower must lie within 0 and 2"
                : !(options.minDocumentFrequency >= 1)
                  ? "minDocumentFrequency must be at least 1"
                  : null;
  if (bad !== null)
    throw new DatawrightError({ code: "SHAPE", message: `feature options: ${bad}` });
  return options;
}

/**
 * Turns texts into sparse vectors of length 1, with the vocabulary and document frequencies of the
 * texts it was fitted on.
 */
export class TextVectorizer {
  readonly options: FeatureOptions;
  readonly #table: FingerprintTable;
  readonly #inverse: Float32Array;

  private constructor(options: FeatureOptions, table: FingerprintTable, inverse: Float32Array) {
    this.options = options;
    this.#table = table;
    this.#inverse = inverse;
  }

  get columns(): number {
    return this.#table.size;
  }

  /** Learns vocabulary and weights from texts and returns their vectors with it. */
  static fit(
    texts: readonly TextInput[],
    given: Partial<FeatureOptions> = {},
  ): { vectorizer: TextVectorizer; matrix: SparseMatrix } {
    const options = featureOptions(given);
    const table = new FingerprintTable();
    const counts = countFeatures(texts, options, table, true);
    return TextVectorizer.fitCounts(counts, table, options);
  }

  /**
   * The same from features counted before (several folds share one count); features of no row are
   * left out; `rankOf` maps the numbers of `table` to columns.
   */
  static fitCounts(
    counts: CountMatrix,
    table: FingerprintTable,
    options: FeatureOptions,
  ): { vectorizer: TextVectorizer; matrix: SparseMatrix; rankOf: Int32Array } {
    const frequency = documentFrequency(counts, table.size);
    const kept = byFrequency(frequency, options.minDocumentFrequency);
    const own = new FingerprintTable(kept.length);
    const inverse = new Float32Array(kept.length);
    const rankOf = new Int32Array(table.size).fill(-1);
    for (let rank = 0; rank < kept.length; rank++) {
      const id = kept[rank]!;
      rankOf[id] = rank;
      own.add(table.low(id), table.high(id));
      inverse[rank] = (Math.log((1 + counts.rows) / (1 + frequency[id]!)) + 1) ** options.idfPower;
    }
    const vectorizer = new TextVectorizer(options, own, inverse);
    return { vectorizer, matrix: vectorizer.weigh(counts, rankOf), rankOf };
  }

  /**
   * A vectorizer that also knows the features of more texts; known ones keep their column and
   * weight.
   */
  extended(texts: readonly TextInput[]): TextVectorizer {
    const table = this.#copyTable();
    const before = table.size;
    const counts = countFeatures(texts, this.options, table, true);
    const frequency = documentFrequency(counts, table.size);
    const inverse = new Float32Array(table.size);
    inverse.set(this.#inverse);
    for (let id = before; id < table.size; id++) {
      inverse[id] =
        (Math.log((1 + texts.length) / (1 + frequency[id]!)) + 1) ** this.options.idfPower;
    }
    return new TextVectorizer(this.options, table, inverse);
  }

  transform(texts: readonly TextInput[]): SparseMatrix {
    return this.weigh(countFeatures(texts, this.options, this.#table, false), null);
  }

  /**
   * Weighs counted features; `rankOf` maps their numbers to columns (-1 = left out), `null` when
   * they are columns already.
   */
  weigh(counts: CountMatrix, rankOf: Int32Array | null): SparseMatrix {
    const { sublinear, wordShare, crossShare } = this.options;
    const starts = new Int32Array(counts.rows + 1);
    const indices = new Int32Array(counts.indices.length);
    const values = new Float32Array(counts.indices.length);
    const squares = new Float64Array(3);
    const scales = new Float64Array(3);
    const inverse = this.#inverse;
    const blocks = this.#blocks();
    let end = 0;
    for (let row = 0; row < counts.rows; row++) {
      squares.fill(0);
      const rowStart = end;
      for (let p = counts.starts[row]!; p < counts.starts[row + 1]!; p++) {
        const column = rankOf === null ? counts.indices[p]! : rankOf[counts.indices[p]!]!;
        if (column < 0) continue;
        const count = counts.counts[p]!;
        const value = (sublinear && count > 1 ? 1 + Math.log(count) : count) * inverse[column]!;
        indices[end] = column;
        values[end++] = value;
        squares[blocks[column]!]! += value * value;
      }
      let total = 0;
      for (let block = 0; block < 3; block++) {
        const share =
          squares[block] === 0
            ? 0
            : block === WORD_BLOCK
              ? wordShare
              : block === CHARACTER_BLOCK
                ? 1
                : crossShare;
        scales[block] = squares[block] === 0 ? 0 : share / Math.sqrt(squares[block]!);
        total += share * share;
      }
      const norm = total === 0 ? 0 : 1 / Math.sqrt(total);
      for (let p = rowStart; p < end; p++)
        values[p] = values[p]! * scales[blocks[indices[p]!]!]! * norm;
      starts[row + 1] = end;
    }
    return {
      rows: counts.rows,
      columns: this.columns,
      starts,
      // Views: copies would double the largest arrays for a moment.
      indices: indices.subarray(0, end),
      values: values.subarray(0, end),
    };
  }

  toState(): VectorizerState {
    const low = new Int32Array(this.columns);
    const high = new Int32Array(this.columns);
    for (let id = 0; id < this.columns; id++) {
      low[id] = this.#table.low(id);
      high[id] = this.#table.high(id);
    }
    return {
      options: this.options,
      low: toBytes(low),
      high: toBytes(high),
      inverse: toBytes(this.#inverse),
    };
  }

  static fromState(state: VectorizerState): TextVectorizer {
    const low = bytesToInts(state.low);
    const high = bytesToInts(state.high);
    const table = new FingerprintTable(low.length);
    for (let id = 0; id < low.length; id++) table.add(low[id]!, high[id]!);
    return new TextVectorizer(featureOptions(state.options), table, bytesToFloats(state.inverse));
  }

  #blocks(): Uint8Array {
    const blocks = new Uint8Array(this.columns);
    for (let id = 0; id < blocks.length; id++) blocks[id] = this.#table.high(id) & 3;
    return blocks;
  }

  #copyTable(): FingerprintTable {
    const copy = new FingerprintTable(this.columns);
    for (let id = 0; id < this.columns; id++) copy.add(this.#table.low(id), this.#table.high(id));
    return copy;
  }
}

/**
 * The features found in at least `least` texts, frequent ones first: their weights then share cache
 * lines.
 */
function byFrequency(frequency: Int32Array, least: number): Int32Array {
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
