import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Points } from "./k-means.js";
import type { UnitRows } from "./unit-rows.js";

/**
 * Rows of several sets, one set behind the other, on the principal components of all of them that
 * explain so large a share of the variance.
 */
export function principalComponents(sets: readonly UnitRows[], explained: number): Points {
  const d = sets[0]!.dimension;
  const rows = sets.reduce((sum, set) => sum + set.rows, 0);
  const centred = new Float64Array(rows * d);
  let from = 0;
  for (const set of sets) {
    centred.set(set.values, from);
    from += set.rows * d;
  }
  const means = new Float64Array(d);
  for (let at = 0; at < centred.length; at++) means[at % d]! += centred[at]! / rows;
  for (let at = 0; at < centred.length; at++) centred[at]! -= means[at % d]!;
  const covariance = Matrix.zeros(d, d);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < d; i++) {
      const value = centred[row * d + i]!;
      if (value === 0) continue;
      for (let j = i; j < d; j++)
        covariance.set(i, j, covariance.get(i, j) + value * centred[row * d + j]!);
    }
  for (let i = 0; i < d; i++)
    for (let j = 0; j < i; j++) covariance.set(i, j, covariance.get(j, i));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((value, axis) => ({ value: Math.max(0, value), axis }))
    .sort((a, b) => b.value - a.value);
  const total = order.reduce((sum, { value }) => sum + value, 0);
  let held = 0;
  const axes = order.filter(({ value }) => {
    const isWanted = held < explained * total;
    held += value;
    return isWanted;
  });
  const dimension = Math.max(1, axes.length);
  const values = new Float64Array(rows * dimension);
  axes.forEach(({ axis }, component) => {
    const direction = Float64Array.from({ length: d }, (_, at) => eigenvectorMatrix.get(at, axis));
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let at = 0; at < d; at++) sum += centred[row * d + at]! * direction[at]!;
      values[row * dimension + component] = sum;
    }
  });
  return { values, rows, dimension };
}
