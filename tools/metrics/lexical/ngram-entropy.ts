/**
 * Shannon entropy in bits of how occurrences spread over their kinds, -sum p log2 p; 0 where all are
 * of one kind, null without an occurrence.
 */
export function entropyOf(counts: ArrayLike<number>): number | null {
  let total = 0;
  for (let kind = 0; kind < counts.length; kind++) total += counts[kind]!;
  if (total === 0) return null;
  let sum = 0;
  for (let kind = 0; kind < counts.length; kind++) {
    const count = counts[kind]!;
    if (count > 0) sum += count * Math.log2(count);
  }
  return Math.max(0, Math.log2(total) - sum / total);
}
