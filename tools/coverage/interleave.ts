/**
 * Spreads keys over a sequence so that every prefix holds each about in proportion to its count
 * (smooth weighted round robin): a sequence cut short is still balanced.
 *
 * @param counts key -> how often it occurs
 * @returns the keys, `count` times each
 */
export function interleave(counts: ReadonlyMap<string, number>): string[] {
  const turns = [...counts]
    .filter(([, count]) => count > 0)
    .map(([key, count]) => ({ key, count, left: count, credit: 0 }));
  const total = turns.reduce((sum, turn) => sum + turn.count, 0);
  const sequence: string[] = [];
  while (sequence.length < total) {
    let best = -1;
    for (let index = 0; index < turns.length; index++) {
      const turn = turns[index]!;
      turn.credit += turn.count;
      if (turn.left > 0 && (best < 0 || turn.credit > turns[best]!.credit)) best = index;
    }
    const chosen = turns[best]!;
    chosen.credit -= total;
    chosen.left--;
    sequence.push(chosen.key);
  }
  return sequence;
}
