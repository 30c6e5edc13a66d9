/**
 * Eigenvalues of a symmetric matrix by cyclic Jacobi rotations, in no order.
 *
 * @param matrix d by d values, row by row; is overwritten
 */
export function symmetricEigenvalues(matrix: Float64Array, d: number): Float64Array {
  const at = (row: number, column: number) => matrix[row * d + column] as number;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let row = 0; row < d; row++) {
      diagonal += at(row, row) ** 2;
      for (let column = row + 1; column < d; column++) off += at(row, column) ** 2;
    }
    if (off <= 1e-22 * (diagonal + off)) break;
    for (let p = 0; p < d - 1; p++) {
      for (let q = p + 1; q < d; q++) rotate(matrix, d, p, q);
    }
  }
  return Float64Array.from({ length: d }, (_, index) => at(index, index));
}

function rotate(matrix: Float64Array, d: number, p: number, q: number): void {
  const pivot = matrix[p * d + q] as number;
  const pp = matrix[p * d + p] as number;
  const qq = matrix[q * d + q] as number;
  if (Math.abs(pivot) < 1e-18 * (Math.abs(pp) + Math.abs(qq)) || pivot === 0) return;
  const theta = (qq - pp) / (2 * pivot);
  const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < d; k++) {
    if (k === p || k === q) continue;
    const kp = matrix[p * d + k] as number;
    const kq = matrix[q * d + k] as number;
    const first = cosine * kp - sine * kq;
    const second = sine * kp + cosine * kq;
    matrix[p * d + k] = matrix[k * d + p] = first;
    matrix[q * d + k] = matrix[k * d + q] = second;
  }
  matrix[p * d + p] = pp - tangent * pivot;
  matrix[q * d + q] = qq + tangent * pivot;
  matrix[p * d + q] = matrix[q * d + p] = 0;
}
