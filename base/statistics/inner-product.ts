/** The inner product of two vectors of one length; of unit vectors their cosine. */
export function innerProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

/** The cosine of two vectors of one length in one pass; 0 where one of them is zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let index = 0; index < a.length; index++) {
    product += a[index]! * b[index]!;
    squareA += a[index]! ** 2;
    squareB += b[index]! ** 2;
  }
  return squareA === 0 || squareB === 0 ? 0 : product / Math.sqrt(squareA * squareB);
}

/** Euclidean length: 0 for a zero vector, not finite for one that holds such a number. */
export function vectorLength(vector: ArrayLike<number>): number {
  return Math.sqrt(innerProduct(vector, vector));
}
