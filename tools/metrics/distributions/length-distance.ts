/** How far the lengths of two sets of texts are apart. */
export interface LengthDistance {
  /** Mean distance that lengths must move, in their unit (Wasserstein-1). */
  readonly wasserstein: number;
  /** Largest difference of the shares up to a length, 0 to 1 (Kolmogorov and Smirnov). */
  readonly kolmogorovSmirnov: number;
}

/** The distance of two sets of lengths, in O(n log n); null where one of them is empty. */
export function lengthDistance(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): LengthDistance | null {
  if (first.length === 0 || second.length === 0) return null;
  const [a, b] = [Float64Array.from(first).sort(), Float64Array.from(second).sort()];
  let [i, j] = [0, 0];
  let wasserstein = 0;
  let largest = 0;
  let last = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    const difference = Math.abs(i / a.length - j / b.length);
    largest = Math.max(largest, difference);
    wasserstein += difference * (next - last);
    while (a[i] === next) i++;
    while (b[j] === next) j++;
    last = next;
  }
  return { wasserstein, kolmogorovSmirnov: largest };
}
