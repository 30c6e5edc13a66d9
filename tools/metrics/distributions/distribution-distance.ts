/** How far two distributions over the same kinds are apart. */
export interface DistributionDistance {
  /** Half the sum of the differences of the shares, 0 to 1. */
  readonly totalVariation: number;
  /** Jensen-Shannon divergence in bits, 0 to 1 (Lin 1991). */
  readonly jensenShannon: number;
}

/**
 * The distance of two sets of counts, kinds by key; null where one of them has no count. Kinds that
 * only one of them has count too.
 */
export function distributionDistance(
  first: ReadonlyMap<string, number>,
  second: ReadonlyMap<string, number>,
): DistributionDistance | null {
  const total = (counts: ReadonlyMap<string, number>): number =>
    [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [a, b] = [total(first), total(second)];
  if (a === 0 || b === 0) return null;
  let variation = 0;
  let divergence = 0;
  for (const kind of new Set([...first.keys(), ...second.keys()])) {
    const p = (first.get(kind) ?? 0) / a;
    const q = (second.get(kind) ?? 0) / b;
    const middle = (p + q) / 2;
    variation += Math.abs(p - q) / 2;
    if (p > 0) divergence += (p / 2) * Math.log2(p / middle);
    if (q > 0) divergence += (q / 2) * Math.log2(q / middle);
  }
  return {
    totalVariation: Math.min(1, variation),
    jensenShannon: Math.min(1, Math.max(0, divergence)),
  };
}
