import type { ShiftRows } from "./shift-rows.js";

/**
 * A touch of the identity, as a share of a class's own mass, that keeps the equations solvable where
 * the classifier cannot tell two classes apart: their weights are then pulled to 1.
 */
const RIDGE = 1e-4;

/**
 * The label shares by black-box shift estimation (Lipton, Wang and Smola 2018): with C[i][j] the share
 * of labelled rows that are j and called i, and m[i] the share of target rows called i, the weights w
 * solve C w = m; shares are w_j p_j, negative ones set to 0. Least squares, pulled to w = 1 by a
 * small ridge.
 */
export function blackBoxShift({ probabilities, labels, target, source }: ShiftRows): Float64Array {
  const k = source.length;
  const confusion = Array.from({ length: k }, () => new Float64Array(k));
  labels.forEach((label, row) => {
    const called = best(probabilities[row]!);
    confusion[called]![label] = confusion[called]![label]! + 1 / labels.length;
  });
  const gap = new Float64Array(k);
  for (const row of target) {
    const called = best(row);
    gap[called] = gap[called]! + 1 / target.length;
  }
  // C (1 + d) = m, so C d = m - C 1; of d the ridge keeps what the rows do not settle at 0.
  confusion.forEach((row, i) => (gap[i] = gap[i]! - row.reduce((sum, value) => sum + value, 0)));
  const normal = Array.from({ length: k }, (_, a) =>
    Float64Array.from(
      { length: k },
      (_cell, b) =>
        confusion.reduce((sum, row) => sum + row[a]! * row[b]!, 0) +
        (a === b ? RIDGE * source[a]! ** 2 + Number.MIN_VALUE : 0),
    ),
  );
  const right = Float64Array.from({ length: k }, (_, a) =>
    confusion.reduce((sum, row, i) => sum + row[a]! * gap[i]!, 0),
  );
  const change = solved(normal, right);
  const shares = source.map((share, c) => Math.max(0, share * (1 + change[c]!)));
  const sum = shares.reduce((total, share) => total + share, 0);
  return sum > 0 ? shares.map((share) => share / sum) : source.slice();
}

function best(row: ArrayLike<number>): number {
  let found = 0;
  for (let c = 1; c < row.length; c++) if (row[c]! > row[found]!) found = c;
  return found;
}

/** Solves equations by Gaussian elimination with pivoting; 0 for what they leave open. */
function solved(matrix: Float64Array[], right: Float64Array): Float64Array {
  const k = right.length;
  for (let column = 0; column < k; column++) {
    let pivot = column;
    for (let row = column + 1; row < k; row++)
      if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = row;
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    [right[column], right[pivot]] = [right[pivot]!, right[column]!];
    const lead = matrix[column]![column]!;
    if (Math.abs(lead) < 1e-300) continue;
    for (let row = column + 1; row < k; row++) {
      const factor = matrix[row]![column]! / lead;
      if (factor === 0) continue;
      for (let c = column; c < k; c++)
        matrix[row]![c] = matrix[row]![c]! - factor * matrix[column]![c]!;
      right[row] = right[row]! - factor * right[column]!;
    }
  }
  const found = new Float64Array(k);
  for (let row = k - 1; row >= 0; row--) {
    const lead = matrix[row]![row]!;
    if (Math.abs(lead) < 1e-300) continue;
    let value = right[row]!;
    for (let c = row + 1; c < k; c++) value -= matrix[row]![c]! * found[c]!;
    found[row] = value / lead;
  }
  return found;
}
