/**
 * Rows of sparse vectors in compressed form: row i holds `indices` and `values` from `starts[i]` to
 * `starts[i + 1]`.
 */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
  /** So many of the first columns, which come first in each row, are features of embeddings. */
  readonly dense?: number;
}

/** The inner product of row i of one matrix with row j of another over the same columns. */
export function rowProduct(
  left: SparseMatrix,
  i: number,
  right: SparseMatrix,
  j: number,
  scratch: Float64Array,
): number {
  const from = left.starts[i]!;
  const to = left.starts[i + 1]!;
  for (let p = from; p < to; p++) scratch[left.indices[p]!] = left.values[p]!;
  let sum = 0;
  for (let p = right.starts[j]!; p < right.starts[j + 1]!; p++)
    sum += scratch[right.indices[p]!]! * right.values[p]!;
  for (let p = from; p < to; p++) scratch[left.indices[p]!] = 0;
  return sum;
}

/** Rows do not change once they are made: fits at several costs ask for the same lengths. */
const knownNorms = new WeakMap<SparseMatrix, Float64Array>();

/** The squared Euclidean length of every row; not to be written to. */
export function squaredNorms(matrix: SparseMatrix): Float64Array {
  const known = knownNorms.get(matrix);
  if (known !== undefined) return known;
  const norms = new Float64Array(matrix.rows);
  for (let i = 0; i < matrix.rows; i++) {
    let sum = 0;
    for (let p = matrix.starts[i]!; p < matrix.starts[i + 1]!; p++)
      sum += matrix.values[p]! * matrix.values[p]!;
    norms[i] = sum;
  }
  knownNorms.set(matrix, norms);
  return norms;
}

/** The chosen rows, in the order given. */
export function selectRows(matrix: SparseMatrix, rows: ArrayLike<number>): SparseMatrix {
  const starts = new Int32Array(rows.length + 1);
  for (let r = 0; r < rows.length; r++)
    starts[r + 1] = starts[r]! + matrix.starts[rows[r]! + 1]! - matrix.starts[rows[r]!]!;
  const indices = new Int32Array(starts[rows.length]!);
  const values = new Float32Array(starts[rows.length]!);
  for (let r = 0; r < rows.length; r++) {
    const from = matrix.starts[rows[r]!]!;
    const to = matrix.starts[rows[r]! + 1]!;
    indices.set(matrix.indices.subarray(from, to), starts[r]!);
    values.set(matrix.values.subarray(from, to), starts[r]!);
  }
  return { ...matrix, rows: rows.length, starts, indices, values };
}

/**
 * The chosen rows over the columns that the first of them use, and other rows over the same
 * columns: what is fitted on few rows then needs little memory.
 */
export function compactRows(
  matrix: SparseMatrix,
  rows: ArrayLike<number>,
  others: ArrayLike<number>,
): [SparseMatrix, SparseMatrix] {
  const { starts, indices } = matrix;
  const numbers = new Int32Array(matrix.columns);
  for (let r = 0; r < rows.length; r++) {
    const to = starts[rows[r]! + 1]!;
    for (let p = starts[rows[r]!]!; p < to; p++) numbers[indices[p]!] = 1;
  }
  let columns = 0;
  for (let column = 0; column < numbers.length; column++)
    numbers[column] = numbers[column] === 1 ? columns++ : -1;
  return [renumbered(matrix, rows, numbers, columns), renumbered(matrix, others, numbers, columns)];
}

/** The chosen rows without the columns that have no new number. */
function renumbered(
  matrix: SparseMatrix,
  rows: ArrayLike<number>,
  numbers: Int32Array,
  columns: number,
): SparseMatrix {
  const starts = new Int32Array(rows.length + 1);
  let most = 0;
  for (let r = 0; r < rows.length; r++)
    most += matrix.starts[rows[r]! + 1]! - matrix.starts[rows[r]!]!;
  const indices = new Int32Array(most);
  const values = new Float32Array(most);
  let end = 0;
  for (let r = 0; r < rows.length; r++) {
    const to = matrix.starts[rows[r]! + 1]!;
    for (let p = matrix.starts[rows[r]!]!; p < to; p++) {
      const column = numbers[matrix.indices[p]!]!;
      if (column < 0) continue;
      indices[end] = column;
      values[end++] = matrix.values[p]!;
    }
    starts[r + 1] = end;
  }
  return {
    rows: rows.length,
    columns,
    starts,
    indices: indices.subarray(0, end),
    values: values.subarray(0, end),
  };
}
