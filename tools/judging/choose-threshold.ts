/**
 * The threshold that tells good from bad best: greatest mean of the two recalls, halfway between two
 * scores; the lowest of equally good ones.
 *
 * @param scores higher for better, at least one
 * @param good   aligned with `scores`
 */
export function chooseThreshold(scores: readonly number[], good: readonly boolean[]): number {
  const order = scores.map((score, at) => ({ score, good: good[at]! }));
  order.sort((a, b) => a.score - b.score);
  const goods = good.filter(Boolean).length;
  const bads = good.length - goods;
  let best = { threshold: order[0]!.score, value: 0.5 };
  let [goodBelow, badBelow] = [0, 0];
  for (const [at, { score, good: isGood }] of order.entries()) {
    if (isGood) goodBelow++;
    else badBelow++;
    const next = order[at + 1]?.score;
    if (next === undefined || next === score) continue;
    const value = (badBelow / Math.max(1, bads) + (goods - goodBelow) / Math.max(1, goods)) / 2;
    if (value > best.value + 1e-12) best = { threshold: (score + next) / 2, value };
  }
  return best.threshold;
}
