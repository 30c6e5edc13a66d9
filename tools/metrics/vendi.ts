import { unitVectors } from "./unit-vectors.js";
import { symmetricEigenvalues } from "./symmetric-eigenvalues.js";

/**
 * Vendi score (Friedman and Dieng 2023) with the cosine kernel: exp(-sum l log l) over the
 * eigenvalues l of X X^T / n, the effective number of different texts, from 1 to n; 0 for none.
 * Taken from the d by d matrix X^T X / n, which has the same non-zero eigenvalues, so it costs O(n
 * d^2 + d^3) and fits d up to about 256; from X X^T where n is below d.
 *
 * @throws VECTOR_INVALID if a vector is zero or not finite; SHAPE if dimensions differ
 */
export function vendiScore(vectors: readonly Float32Array[]): number {
  const n = vectors.length;
  if (n === 0) return 0;
  const units = unitVectors(vectors);
  const d = (vectors[0] as Float32Array).length;
  const size = Math.min(n, d);
  const matrix = new Float64Array(size * size);
  if (n <= d) fillProducts(matrix, n, (i, j) => dot(units, i * d, j * d, d) / n);
  else {
    for (let row = 0; row < n; row++) {
      for (let i = 0; i < d; i++) {
        const value = (units[row * d + i] as number) / n;
        if (value === 0) continue;
        for (let j = i; j < d; j++)
          matrix[i * d + j] =
            (matrix[i * d + j] as number) + value * (units[row * d + j] as number);
      }
    }
    fillProducts(matrix, d, (i, j) => matrix[i * d + j] as number);
  }
  let entropy = 0;
  for (const value of symmetricEigenvalues(matrix, size))
    if (value > 1e-15) entropy -= value * Math.log(value);
  return Math.exp(entropy);
}

function fillProducts(
  matrix: Float64Array,
  size: number,
  product: (i: number, j: number) => number,
): void {
  for (let i = 0; i < size; i++)
    for (let j = i; j < size; j++) matrix[i * size + j] = matrix[j * size + i] = product(i, j);
}

function dot(values: Float64Array, a: number, b: number, d: number): number {
  let sum = 0;
  for (let axis = 0; axis < d; axis++)
    sum += (values[a + axis] as number) * (values[b + axis] as number);
  return sum;
}
