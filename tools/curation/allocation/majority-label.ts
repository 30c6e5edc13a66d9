/**
 * The label with most votes, earlier votes first in a tie; null without a vote for a class of the
 * task.
 */
export function majorityLabel(votes: readonly string[], labels: readonly string[]): string | null {
  const known = new Set(labels);
  const counts = new Map<string, number>();
  for (const vote of votes) if (known.has(vote)) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  let best: string | null = null;
  for (const [label, count] of counts) if (best === null || count > counts.get(best)!) best = label;
  return best;
}
