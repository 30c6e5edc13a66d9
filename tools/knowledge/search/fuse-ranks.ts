/**
 * Constant of reciprocal rank fusion: the larger, the less the first places count above the others.
 */
const DAMPING = 60;

/**
 * One ranking of several (reciprocal rank fusion, Cormack, Clarke and Büttcher 2009): the sum over
 * the rankings of 1 / (60 + rank), ranks from 1. Equal sums stand in the order in which they were
 * first seen.
 */
export function fuseRanks<T>(rankings: readonly (readonly T[])[], k: number): T[] {
  const scores = new Map<T, number>();
  for (const ranking of rankings) {
    ranking.forEach((item, index) =>
      scores.set(item, (scores.get(item) ?? 0) + 1 / (DAMPING + index + 1)),
    );
  }
  return [...scores]
    .sort((a, b) => b[1] - a[1])
    .slice(0, k)
    .map(([item]) => item);
}
