import { DatawrightError } from "../../../base/errors.js";
import { bytesToFloats, toBytes } from "./array-text.js";
import type { EmbeddedInput, TextInput } from "../contract.js";
import { isEmbedded } from "./plain-input.js";
import { ALIGNED, type PairAlignment } from "./pair-alignment.js";

/** Embeddings of rows one after the other; of a pair those of both texts. */
export interface DenseRows {
  readonly rows: number;
  /** 0 for rows without embeddings. */
  readonly dimension: number;
  readonly paired: boolean;
  /** Zeros where a row has none. */
  readonly values: Float32Array;
  /** `ALIGNED` numbers a row, where rows are pairs whose words are looked at. */
  readonly alignment: Float32Array | null;
}

/** How embeddings become features, as plain JSON. */
export interface DenseState {
  readonly dimension: number;
  readonly paired: boolean;
  readonly centre: string;
  readonly scales: readonly number[];
  /** How far a pair's alignment counts beside the rest; 0 where there is none. */
  readonly aligned: number;
}

/** More numbers (1 GiB as features of rows) are refused. */
const MOST_NUMBERS = 2 ** 27;

/**
 * The embeddings of inputs that carry some and the alignment of pairs, in memory that threads
 * share; null where there is neither.
 *
 * @throws VECTOR_INVALID if an embedding is not finite or of another dimension than the first
 * @throws TRAINING_DATA  if they do not fit in memory
 */
export function denseRows(
  inputs: readonly TextInput[],
  alignment: PairAlignment | null,
): DenseRows | null {
  const first = inputs.find(isEmbedded);
  if (first === undefined && alignment === null) return null;
  const embedded =
    first === undefined
      ? { dimension: 0, paired: false, values: new Float32Array(0) }
      : embeddingsOf(inputs, first);
  return { ...embedded, rows: inputs.length, alignment: alignment?.numbers(inputs) ?? null };
}

function embeddingsOf(
  inputs: readonly TextInput[],
  first: EmbeddedInput,
): Pick<DenseRows, "dimension" | "paired" | "values"> {
  const paired = isPair(first.vector);
  const dimension = partsOf(first)[0]!.length;
  const width = dimension * (paired ? 2 : 1);
  if (inputs.length * width * (paired ? 2 : 1) > MOST_NUMBERS)
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message: `embeddings of ${inputs.length} rows in ${dimension} dimensions do not fit in memory`,
      hint: "learn from the words, or from fewer rows",
    });
  const values = new Float32Array(new SharedArrayBuffer(4 * inputs.length * width));
  inputs.forEach((input, row) => {
    if (!isEmbedded(input)) return;
    const parts = partsOf(input);
    if (
      isPair(input.vector) !== paired ||
      parts.some((part) => part.length !== dimension || !Array.from(part).every(Number.isFinite))
    )
      throw new DatawrightError({
        code: "VECTOR_INVALID",
        message:
          `the embedding of row ${row} is not finite, or not ` +
          `${paired ? "a pair of" : "one of"} ${dimension} dimensions as that of the first`,
        details: { row },
      });
    parts.forEach((part, at) => values.set(part, row * width + at * dimension));
  });
  return { dimension, paired, values };
}

/** No alignment lies further from the mean than so many standard deviations. */
const FURTHEST = 4;

/**
 * Embeddings and the alignment of pairs as features of a linear model. Embeddings: without what all
 * rows have in common (the mean of the training rows), of length 1. Of a pair u, v they are u, v,
 * |u - v| and u v (Conneau et al. 2017, InferSent), each of the four with the same mean length.
 * Alignment: each number less its mean over its standard deviation, together of mean length `aligned`.
 */
export class DenseFeatures {
  readonly #state: DenseState;
  readonly #centre: Float32Array;
  /** Columns of the alignment, which come first. */
  readonly #words: number;

  private constructor(state: Omit<DenseState, "centre">, centre: Float32Array) {
    this.#state = { ...state, centre: "" };
    this.#centre = centre;
    this.#words = state.aligned > 0 ? ALIGNED : 0;
  }

  /** Features of a row. */
  get width(): number {
    return this.#centre.length;
  }

  /**
   * @param options.aligned length of the alignment beside the rest
   * @param options.rows    the rows that it is fitted on; all where there are none
   */
  static fit(
    source: DenseRows,
    { aligned, rows }: { readonly aligned: number; readonly rows: ArrayLike<number> | null },
  ): DenseFeatures {
    const { dimension, paired } = source;
    const words = source.alignment === null ? 0 : ALIGNED;
    const blocks = dimension === 0 ? 0 : paired ? 4 : 1;
    const raw = new Float64Array(words + dimension * blocks);
    const sums = new Float64Array(raw.length);
    const squares = new Float64Array(raw.length);
    const count = Math.max(1, rows?.length ?? source.rows);
    for (let at = 0; at < (rows?.length ?? source.rows); at++) {
      expand(source, rows === null ? at : rows[at]!, raw);
      for (let d = 0; d < raw.length; d++) {
        sums[d] = sums[d]! + raw[d]!;
        squares[d] = squares[d]! + raw[d]! * raw[d]!;
      }
    }
    const mean = sums.map((sum) => sum / count);
    const variance = squares.map((square, d) => Math.max(0, square / count - mean[d]! * mean[d]!));
    const inverse = (spread: number): number => (spread > 1e-9 ? 1 / Math.sqrt(spread) : 0);
    return new DenseFeatures(
      {
        dimension,
        paired,
        aligned: words === 0 ? 0 : aligned,
        scales: [
          ...Array.from(variance.subarray(0, words), inverse),
          ...Array.from({ length: blocks }, (_, block) =>
            inverse(
              variance
                .subarray(words + block * dimension, words + (block + 1) * dimension)
                .reduce((total, value) => total + value, 0),
            ),
          ),
        ],
      },
      Float32Array.from(mean),
    );
  }

  /** Writes the features of a row; how many parts it has, of which each has a length of about 1. */
  write(source: DenseRows, row: number, into: Float64Array): number {
    const { dimension, paired, aligned, scales } = this.#state;
    const words = this.#words;
    if (source.dimension !== dimension || source.paired !== paired)
      throw new DatawrightError({
        code: "VECTOR_INVALID",
        message:
          `embeddings of ${source.dimension} dimensions for a classifier that learnt from those ` +
          `of ${dimension}`,
        hint: "use the embedding model that it was trained with",
      });
    const isKnown = expand(source, row, into);
    for (let d = 0; d < words; d++) {
      const far = (into[d]! - this.#centre[d]!) * scales[d]!;
      into[d] = (aligned * Math.max(-FURTHEST, Math.min(FURTHEST, far))) / Math.sqrt(ALIGNED);
    }
    if (!isKnown) return words > 0 ? 1 : 0;
    let square = 0;
    for (let d = words; d < into.length; d++) {
      const value =
        (into[d]! - this.#centre[d]!) * scales[words + Math.floor((d - words) / dimension)]!;
      into[d] = value;
      square += value * value;
    }
    const norm = square > 1e-12 ? 1 / Math.sqrt(square) : 0;
    for (let d = words; d < into.length; d++) into[d] = into[d]! * norm;
    return words > 0 ? 2 : 1;
  }

  toState(): DenseState {
    return { ...this.#state, centre: toBytes(this.#centre) };
  }

  static fromState(state: DenseState): DenseFeatures {
    return new DenseFeatures(state, bytesToFloats(state.centre));
  }
}

/**
 * The alignment of a row, then its embedding, of a pair with what its two say of each other; false
 * where it has no embedding.
 */
function expand(
  { dimension, paired, values, alignment }: DenseRows,
  row: number,
  into: Float64Array,
): boolean {
  const words = alignment === null ? 0 : ALIGNED;
  for (let d = 0; d < words; d++) into[d] = alignment![row * ALIGNED + d]!;
  const from = row * dimension * (paired ? 2 : 1);
  let some = false;
  for (let d = 0; d < dimension; d++) {
    const u = values[from + d]!;
    into[words + d] = u;
    some ||= u !== 0;
    if (!paired) continue;
    const v = values[from + dimension + d]!;
    into[words + dimension + d] = v;
    into[words + 2 * dimension + d] = Math.abs(u - v);
    into[words + 3 * dimension + d] = u * v;
  }
  return some;
}

function partsOf({ vector }: EmbeddedInput): readonly ArrayLike<number>[] {
  return isPair(vector) ? vector : [vector];
}

function isPair(
  vector: EmbeddedInput["vector"],
): vector is readonly [ArrayLike<number>, ArrayLike<number>] {
  return typeof vector[0] === "object";
}
