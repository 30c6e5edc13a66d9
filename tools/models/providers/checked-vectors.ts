import { DatawrightError } from "../../../base/errors.js";
import { vectorLength } from "../../../base/statistics/inner-product.js";

/**
 * Checks a provider's vectors and scales each to length 1.
 * @throws VECTOR_INVALID for a wrong number or dimension, a zero or not finite vector
 */
export function checkedVectors(
  vectors: readonly ArrayLike<number>[],
  expected: { readonly name: string; readonly count: number; readonly dimension: number },
): Float32Array[] {
  const { name, count, dimension } = expected;
  if (vectors.length !== count)
    throw invalid(`${name} gave ${vectors.length} vectors for ${count} texts`);
  return vectors.map((vector, index) => {
    if (vector.length !== dimension)
      throw invalid(
        `${name} gave a vector of ${vector.length} numbers where ${dimension} were expected`,
        { index },
      );
    const length = vectorLength(vector);
    if (!(length > 0) || length === Infinity)
      throw invalid(`${name} gave a zero or not finite vector for text ${index + 1} of ${count}`, {
        index,
      });
    return Float32Array.from(vector, (value) => value / length);
  });
}

function invalid(message: string, details: Record<string, unknown> = {}): DatawrightError {
  return new DatawrightError({ code: "VECTOR_INVALID", message, details });
}
