import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { rowProduct, unitRows, type UnitRows } from "./unit-rows.js";

/**
 * Vendi score (Friedman and Dieng 2023) with the cosine kernel: exp(-sum l log l) over the
 * eigenvalues l of X X^T / n, the effective number of different texts, from 1 to n; null for none.
 * Taken from the d by d matrix X^T X / n, which has the same non-zero eigenvalues, where d is below
 * n: O(n d^2 + d^3).
 *
 * @throws VECTOR_INVALID if a vector is zero or not finite; SHAPE if dimensions differ
 */
export function vendiScore(vectors: readonly ArrayLike<number>[]): number | null {
  return vendiOfRows(unitRows(vectors));
}

/** The same of vectors at length 1. */
export function vendiOfRows(units: UnitRows): number | null {
  const { rows: n, dimension: d } = units;
  if (n === 0) return null;
  const matrix = n <= d ? kernel(units) : dualKernel(units);
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  let entropy = 0;
  for (const value of realEigenvalues) if (value > 1e-12) entropy -= value * Math.log(value);
  return Math.min(n, Math.max(1, Math.exp(entropy)));
}

function kernel(units: UnitRows): Matrix {
  const n = units.rows;
  const matrix = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      const value = rowProduct(units, i, units, j) / n;
      matrix.set(i, j, value);
      matrix.set(j, i, value);
    }
  return matrix;
}

function dualKernel({ values, rows, dimension: d }: UnitRows): Matrix {
  const sums = new Float64Array(d * d);
  // Hashed vectors are mostly zero: only the axes that a row has cost time.
  const axes = new Int32Array(d);
  for (let row = 0; row < rows; row++) {
    let used = 0;
    for (let axis = 0; axis < d; axis++) if (values[row * d + axis] !== 0) axes[used++] = axis;
    for (let i = 0; i < used; i++) {
      const first = axes[i]!;
      const value = values[row * d + first]!;
      for (let j = i; j < used; j++)
        sums[first * d + axes[j]!]! += value * values[row * d + axes[j]!]!;
    }
  }
  const matrix = Matrix.zeros(d, d);
  for (let i = 0; i < d; i++)
    for (let j = i; j < d; j++) {
      matrix.set(i, j, sums[i * d + j]! / rows);
      matrix.set(j, i, sums[i * d + j]! / rows);
    }
  return matrix;
}
