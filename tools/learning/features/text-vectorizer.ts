import { bytesToInts, bytesToFloats, toBytes } from "./array-text.js";
import type { TextInput } from "../contract.js";
import { byFrequency, countFeatures, documentFrequency, type CountMatrix } from "./count-matrix.js";
import { DenseFeatures, denseRows, type DenseRows, type DenseState } from "./dense-features.js";
import { featureOptions, type FeatureOptions } from "./feature-options.js";
import { CHARACTER_BLOCK, WORD_BLOCK } from "./feature-scanner.js";
import { FingerprintTable, type FingerprintKeys } from "./fingerprint-table.js";
import type { SparseMatrix } from "./sparse-matrix.js";
import { PairAlignment, type AlignmentState } from "./pair-alignment.js";
import { checkInputs } from "./training-set.js";

/** A vectorizer as plain JSON; the arrays are base64 text. */
export interface VectorizerState {
  readonly options: FeatureOptions;
  readonly low: string;
  readonly high: string;
  readonly inverse: string;
  /** Of a classifier that learnt from embeddings. */
  readonly dense?: DenseState;
  /** Of a classifier that learnt from pairs. */
  readonly alignment?: AlignmentState;
}

/** Counted features of texts, what the features are, and the embeddings of the texts. */
export interface CountedTexts {
  readonly counts: CountMatrix;
  readonly keys: FingerprintKeys;
  readonly vectors: DenseRows | null;
  /** What aligned the pairs among them; null also where no further texts are read. */
  readonly alignment: PairAlignment | null;
}

/** The embeddings of texts and the alignment of pairs. */
export function vectorsOf(
  texts: readonly TextInput[],
  { alignmentShare }: FeatureOptions,
): Pick<CountedTexts, "vectors" | "alignment"> {
  const alignment = alignmentShare > 0 ? PairAlignment.fit(texts) : null;
  return { vectors: denseRows(texts, alignment), alignment };
}

/**
 * Turns texts into sparse vectors of length 1, with the vocabulary and document frequencies of the
 * texts it was fitted on. The features of embeddings, where the texts carry some, come first, and
 * count as much as the words.
 */
export class TextVectorizer {
  readonly options: FeatureOptions;
  readonly #keys: FingerprintKeys;
  readonly #inverse: Float32Array;
  readonly #dense: DenseFeatures | null;
  readonly #alignment: PairAlignment | null;
  #known: FingerprintTable | null = null;

  private constructor(
    options: FeatureOptions,
    keys: FingerprintKeys,
    inverse: Float32Array,
    more: { readonly dense: DenseFeatures | null; readonly alignment: PairAlignment | null },
  ) {
    this.options = options;
    this.#keys = keys;
    this.#inverse = inverse;
    this.#dense = more.dense;
    this.#alignment = more.alignment;
  }

  get columns(): number {
    return this.#offset + this.#keys.low.length;
  }

  get #offset(): number {
    return this.#dense?.width ?? 0;
  }

  /** Made when first needed: a fold of a cross-validation reads no text. */
  get #table(): FingerprintTable {
    return (this.#known ??= FingerprintTable.of(this.#keys));
  }

  /** Learns vocabulary and weights from texts and returns their vectors with it. */
  static fit(
    texts: readonly TextInput[],
    given: Partial<FeatureOptions> = {},
  ): { vectorizer: TextVectorizer; matrix: SparseMatrix } {
    const options = featureOptions(given);
    const table = new FingerprintTable();
    const counts = countFeatures(texts, options, table, true);
    return TextVectorizer.fitCounts(
      { counts, keys: table.keys(), ...vectorsOf(texts, options) },
      options,
    );
  }

  /**
   * The same from features counted before (several folds share one count); features of no row are
   * left out; `rankOf` maps the numbers of the features to places among the columns of words.
   *
   * @param rows the rows that are learnt from; all where there are none
   */
  static fitCounts(
    counted: CountedTexts,
    options: FeatureOptions,
    rows: ArrayLike<number> | null = null,
  ): { vectorizer: TextVectorizer; matrix: SparseMatrix; rankOf: Int32Array } {
    const { counts, keys, vectors, alignment } = counted;
    const number = rows?.length ?? counts.rows;
    const frequency = documentFrequency(counts, keys.low.length, rows);
    const kept = byFrequency(frequency, options.minDocumentFrequency);
    const own = { low: new Int32Array(kept.length), high: new Int32Array(kept.length) };
    const inverse = new Float32Array(kept.length);
    const rankOf = new Int32Array(keys.low.length).fill(-1);
    for (let rank = 0; rank < kept.length; rank++) {
      const id = kept[rank]!;
      rankOf[id] = rank;
      own.low[rank] = keys.low[id]!;
      own.high[rank] = keys.high[id]!;
      inverse[rank] = (Math.log((1 + number) / (1 + frequency[id]!)) + 1) ** options.idfPower;
    }
    const dense =
      vectors === null
        ? null
        : DenseFeatures.fit(vectors, { aligned: options.alignmentShare, rows });
    const vectorizer = new TextVectorizer(options, own, inverse, { dense, alignment });
    return { vectorizer, matrix: vectorizer.weigh(counted, { rankOf, rows }), rankOf };
  }

  /**
   * A vectorizer that also knows the features of more texts; known ones keep their column and
   * weight.
   */
  extended(texts: readonly TextInput[]): TextVectorizer {
    const table = FingerprintTable.of(this.#keys);
    const before = table.size;
    const counts = countFeatures(texts, this.options, table, true);
    const frequency = documentFrequency(counts, table.size);
    const inverse = new Float32Array(table.size);
    inverse.set(this.#inverse);
    for (let id = before; id < table.size; id++) {
      inverse[id] =
        (Math.log((1 + texts.length) / (1 + frequency[id]!)) + 1) ** this.options.idfPower;
    }
    return new TextVectorizer(this.options, table.keys(), inverse, {
      dense: this.#dense,
      alignment: this.#alignment,
    });
  }

  /** @throws SHAPE for what is no text */
  transform(texts: readonly TextInput[]): SparseMatrix {
    checkInputs(texts);
    return this.weigh({
      counts: countFeatures(texts, this.options, this.#table, false),
      vectors: this.#dense === null ? null : denseRows(texts, this.#alignment),
    });
  }

  /**
   * Weighs counted features.
   *
   * @param options.rankOf maps their numbers to places among the columns of words (-1 = left out);
   *         null when they are that already
   * @param options.rows   the rows wanted, in this order; all where there are none
   */
  weigh(
    { counts, vectors }: Pick<CountedTexts, "counts" | "vectors">,
    {
      rankOf = null,
      rows = null,
    }: { readonly rankOf?: Int32Array | null; readonly rows?: ArrayLike<number> | null } = {},
  ): SparseMatrix {
    const offset = this.#offset;
    const number = rows?.length ?? counts.rows;
    const starts = new Int32Array(number + 1);
    const most = mostEntries(counts, rows) + number * offset;
    const indices = new Int32Array(most);
    const values = new Float32Array(most);
    const scales = new Float64Array(3);
    const numbers = new Float64Array(offset);
    const words: WordPart = { counts, rankOf, offset, indices, values, scales };
    let end = 0;
    for (let at = 0; at < number; at++) {
      const row = rows === null ? at : rows[at]!;
      const rowStart = end;
      let parts = vectors === null || offset === 0 ? 0 : this.#dense!.write(vectors, row, numbers);
      if (parts > 0) {
        for (let d = 0; d < offset; d++) {
          indices[end] = d;
          values[end++] = numbers[d]!;
        }
      }
      const wordStart = end;
      end = this.#words(words, row, end);
      if (end > wordStart) parts += 1;
      if (parts > 1) for (let p = rowStart; p < end; p++) values[p] = values[p]! / Math.sqrt(parts);
      starts[at + 1] = end;
    }
    return {
      rows: number,
      columns: this.columns,
      starts,
      // Views: copies would double the largest arrays for a moment.
      indices: indices.subarray(0, end),
      values: values.subarray(0, end),
      ...(offset > 0 ? { dense: offset } : {}),
    };
  }

  /** Writes the words of a row from `start` on, of length 1 together; where they end. */
  #words(
    { counts, rankOf, offset, indices, values, scales }: WordPart,
    row: number,
    start: number,
  ): number {
    const { sublinear, wordShare, crossShare } = this.options;
    const inverse = this.#inverse;
    const { high } = this.#keys;
    scales.fill(0);
    let end = start;
    for (let p = counts.starts[row]!; p < counts.starts[row + 1]!; p++) {
      const rank = rankOf === null ? counts.indices[p]! : rankOf[counts.indices[p]!]!;
      if (rank < 0) continue;
      const count = counts.counts[p]!;
      const value = (sublinear && count > 1 ? 1 + Math.log(count) : count) * inverse[rank]!;
      indices[end] = offset + rank;
      values[end++] = value;
      const block = high[rank]! & 3;
      scales[block] = scales[block]! + value * value;
    }
    let total = 0;
    for (let block = 0; block < 3; block++) {
      const share =
        scales[block] === 0
          ? 0
          : block === WORD_BLOCK
            ? wordShare
            : block === CHARACTER_BLOCK
              ? 1
              : crossShare;
      scales[block] = scales[block] === 0 ? 0 : share / Math.sqrt(scales[block]!);
      total += share * share;
    }
    const norm = total === 0 ? 0 : 1 / Math.sqrt(total);
    for (let p = start; p < end; p++)
      values[p] = values[p]! * scales[high[indices[p]! - offset]! & 3]! * norm;
    return end;
  }

  toState(): VectorizerState {
    return {
      options: this.options,
      low: toBytes(this.#keys.low),
      high: toBytes(this.#keys.high),
      inverse: toBytes(this.#inverse),
      ...(this.#dense === null ? {} : { dense: this.#dense.toState() }),
      ...(this.#alignment === null ? {} : { alignment: this.#alignment.toState() }),
    };
  }

  static fromState(state: VectorizerState): TextVectorizer {
    return new TextVectorizer(
      // A state of an earlier version has no alignment.
      featureOptions({ alignmentShare: 0, ...(state.options as Partial<FeatureOptions>) }),
      { low: bytesToInts(state.low), high: bytesToInts(state.high) },
      bytesToFloats(state.inverse),
      {
        dense: state.dense === undefined ? null : DenseFeatures.fromState(state.dense),
        alignment: state.alignment === undefined ? null : PairAlignment.fromState(state.alignment),
      },
    );
  }
}

interface WordPart {
  readonly counts: CountMatrix;
  readonly rankOf: Int32Array | null;
  readonly offset: number;
  readonly indices: Int32Array;
  readonly values: Float32Array;
  /** Scratch, one number for each kind of feature. */
  readonly scales: Float64Array;
}

function mostEntries({ starts, indices }: CountMatrix, rows: ArrayLike<number> | null): number {
  if (rows === null) return indices.length;
  let sum = 0;
  for (let at = 0; at < rows.length; at++) sum += starts[rows[at]! + 1]! - starts[rows[at]!]!;
  return sum;
}
