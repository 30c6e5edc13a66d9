/** The inner product of two vectors of one length; of unit vectors their cosine. */
export function innerProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

/** Euclidean length: 0 for a zero vector, not finite for one that holds such a number. */
export function vectorLength(vector: ArrayLike<number>): number {
  return Math.sqrt(innerProduct(vector, vector));
}
