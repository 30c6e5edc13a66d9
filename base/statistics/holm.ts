/**
 * P-values adjusted for how many were looked at (Holm 1979), in the order given: those at most 0.05
 * are real at a joint error of 0.05.
 */
export function holmAdjusted(probabilities: readonly number[]): number[] {
  const order = probabilities
    .map((probability, at) => ({ probability, at }))
    .sort((a, b) => a.probability - b.probability);
  const adjusted = new Array<number>(probabilities.length);
  let highest = 0;
  order.forEach(({ probability, at }, rank) => {
    highest = Math.max(highest, Math.min(1, probability * (order.length - rank)));
    adjusted[at] = highest;
  });
  return adjusted;
}
