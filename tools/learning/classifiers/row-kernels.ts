import type { SparseMatrix } from "../features/sparse-matrix.js";

/*
 * The two loops that training and prediction spend their time in. Several classes at a time in
 * local variables: their weights lie side by side, so one look at a feature serves all, and the sums
 * stay in registers. Every sum is added up in the order of the features, whatever the width.
 */

/**
 * The products of a row with the weights of each class, bias included.
 *
 * @param weights one row of k numbers per column, then one for the bias
 * @param scores  k numbers, written
 */
export function scoreRow(
  { starts, indices, values, columns }: SparseMatrix,
  row: number,
  weights: Float32Array | Float64Array,
  scores: Float64Array,
): void {
  const k = scores.length;
  const from = starts[row]!;
  const to = starts[row + 1]!;
  const bias = columns * k;
  let c = 0;
  for (; c + 8 <= k; c += 8) {
    const base = bias + c;
    let s0 = weights[base]!,
      s1 = weights[base + 1]!,
      s2 = weights[base + 2]!,
      s3 = weights[base + 3]!,
      s4 = weights[base + 4]!,
      s5 = weights[base + 5]!,
      s6 = weights[base + 6]!,
      s7 = weights[base + 7]!;
    for (let p = from; p < to; p++) {
      const at = indices[p]! * k + c;
      const value = values[p]!;
      s0 += weights[at]! * value;
      s1 += weights[at + 1]! * value;
      s2 += weights[at + 2]! * value;
      s3 += weights[at + 3]! * value;
      s4 += weights[at + 4]! * value;
      s5 += weights[at + 5]! * value;
      s6 += weights[at + 6]! * value;
      s7 += weights[at + 7]! * value;
    }
    scores[c] = s0;
    scores[c + 1] = s1;
    scores[c + 2] = s2;
    scores[c + 3] = s3;
    scores[c + 4] = s4;
    scores[c + 5] = s5;
    scores[c + 6] = s6;
    scores[c + 7] = s7;
  }
  for (; c + 4 <= k; c += 4) {
    const base = bias + c;
    let s0 = weights[base]!,
      s1 = weights[base + 1]!,
      s2 = weights[base + 2]!,
      s3 = weights[base + 3]!;
    for (let p = from; p < to; p++) {
      const at = indices[p]! * k + c;
      const value = values[p]!;
      s0 += weights[at]! * value;
      s1 += weights[at + 1]! * value;
      s2 += weights[at + 2]! * value;
      s3 += weights[at + 3]! * value;
    }
    scores[c] = s0;
    scores[c + 1] = s1;
    scores[c + 2] = s2;
    scores[c + 3] = s3;
  }
  for (; c + 2 <= k; c += 2) {
    let s0 = weights[bias + c]!,
      s1 = weights[bias + c + 1]!;
    for (let p = from; p < to; p++) {
      const at = indices[p]! * k + c;
      const value = values[p]!;
      s0 += weights[at]! * value;
      s1 += weights[at + 1]! * value;
    }
    scores[c] = s0;
    scores[c + 1] = s1;
  }
  for (; c < k; c++) {
    let sum = weights[bias + c]!;
    for (let p = from; p < to; p++) sum += weights[indices[p]! * k + c]! * values[p]!;
    scores[c] = sum;
  }
}

/**
 * Adds a multiple of a row to the weights of each class; classes of step 0 are left alone. The bias
 * is not touched.
 *
 * @param steps k numbers
 */
export function addRow(
  { starts, indices, values }: SparseMatrix,
  row: number,
  weights: Float32Array | Float64Array,
  steps: Float64Array,
): void {
  const k = steps.length;
  const from = starts[row]!;
  const to = starts[row + 1]!;
  let c = 0;
  for (; c + 4 <= k; c += 4) {
    const s0 = steps[c]!,
      s1 = steps[c + 1]!,
      s2 = steps[c + 2]!,
      s3 = steps[c + 3]!;
    if (s0 === 0 && s1 === 0 && s2 === 0 && s3 === 0) continue;
    for (let p = from; p < to; p++) {
      const at = indices[p]! * k + c;
      const value = values[p]!;
      weights[at] = weights[at]! + s0 * value;
      weights[at + 1] = weights[at + 1]! + s1 * value;
      weights[at + 2] = weights[at + 2]! + s2 * value;
      weights[at + 3] = weights[at + 3]! + s3 * value;
    }
  }
  for (; c < k; c++) {
    const step = steps[c]!;
    if (step === 0) continue;
    for (let p = from; p < to; p++) {
      const at = indices[p]! * k + c;
      weights[at] = weights[at]! + step * values[p]!;
    }
  }
}
