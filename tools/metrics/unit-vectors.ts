import { DatawrightError } from "../../base/errors.js";
import { vectorLength } from "../../base/statistics/inner-product.js";

/**
 * The vectors at length 1, row by row in one array.
 *
 * @throws VECTOR_INVALID if a vector is zero or not finite; SHAPE if dimensions differ
 */
export function unitVectors(vectors: readonly Float32Array[]): Float64Array {
  const d = vectors[0]?.length ?? 0;
  const units = new Float64Array(vectors.length * d);
  vectors.forEach((vector, row) => {
    if (vector.length !== d)
      throw new DatawrightError({
        code: "SHAPE",
        message: `vector ${row} has ${vector.length} dimensions, the first has ${d}`,
      });
    const norm = vectorLength(vector);
    if (!(norm > 0) || norm === Infinity)
      throw new DatawrightError({
        code: "VECTOR_INVALID",
        message: `vector ${row} is zero or not finite`,
      });
    vector.forEach((value, axis) => (units[row * d + axis] = value / norm));
  });
  return units;
}
