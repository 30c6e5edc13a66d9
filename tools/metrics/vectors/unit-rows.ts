import { DatawrightError } from "../../../base/errors.js";
import { vectorLength } from "../../../base/statistics/inner-product.js";

/** Vectors of one dimension at length 1, row by row in one array. */
export interface UnitRows {
  readonly values: Float32Array | Float64Array;
  readonly rows: number;
  readonly dimension: number;
}

/**
 * The vectors at length 1.
 *
 * @param options.shared true for single precision in memory that threads share, so that many rows
 *         are not copied on the way; else double precision
 * @throws VECTOR_INVALID if a vector is zero or not finite; SHAPE if dimensions differ
 */
export function unitRows(
  vectors: readonly ArrayLike<number>[],
  { shared = false }: { readonly shared?: boolean } = {},
): UnitRows {
  const dimension = vectors[0]?.length ?? 0;
  const size = vectors.length * dimension;
  const values = shared
    ? new Float32Array(new SharedArrayBuffer(4 * size))
    : new Float64Array(size);
  vectors.forEach((vector, row) => writeUnit(values, row, { vector, dimension }));
  return { values, rows: vectors.length, dimension };
}

/** Writes a vector at length 1 into its row. */
export function writeUnit(
  values: Float32Array | Float64Array,
  row: number,
  { vector, dimension }: { readonly vector: ArrayLike<number>; readonly dimension: number },
): void {
  if (vector.length !== dimension)
    throw new DatawrightError({
      code: "SHAPE",
      message: `vector ${row} has ${vector.length} dimensions, the first has ${dimension}`,
    });
  const length = vectorLength(vector);
  if (!(length > 0) || length === Infinity)
    throw new DatawrightError({
      code: "VECTOR_INVALID",
      message: `vector ${row} is zero or not finite`,
    });
  for (let axis = 0; axis < dimension; axis++)
    values[row * dimension + axis] = vector[axis]! / length;
}

/** Some of the rows, in the order given. */
export function chosenRows({ values, dimension }: UnitRows, chosen: readonly number[]): UnitRows {
  const own = new Float64Array(chosen.length * dimension);
  chosen.forEach((row, at) =>
    own.set(values.subarray(row * dimension, (row + 1) * dimension), at * dimension),
  );
  return { values: own, rows: chosen.length, dimension };
}

/** The cosine of row i of one with row j of another. */
export function rowProduct(a: UnitRows, i: number, b: UnitRows, j: number): number {
  const d = a.dimension;
  const x = a.values;
  const y = b.values;
  let at = i * d;
  let to = j * d;
  const end = at + d;
  // Four sums at once: one would wait for its own last addition.
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (; at + 3 < end; at += 4, to += 4) {
    s0 += x[at]! * y[to]!;
    s1 += x[at + 1]! * y[to + 1]!;
    s2 += x[at + 2]! * y[to + 2]!;
    s3 += x[at + 3]! * y[to + 3]!;
  }
  for (; at < end; at++, to++) s0 += x[at]! * y[to]!;
  return s0 + s1 + s2 + s3;
}
