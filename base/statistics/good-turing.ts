/**
 * Good-Turing estimate of the unseen mass (Good 1953): the probability that the next draw is of a
 * kind not seen so far, N1 / N, with N1 kinds seen exactly once among N draws; 1 when nothing was
 * drawn.
 *
 * @param speciesCounts how often each kind was seen; zeros do not count
 */
export function unseenMass(speciesCounts: Iterable<number>): number {
  let singletons = 0;
  let draws = 0;
  for (const count of speciesCounts) {
    if (count === 1) singletons++;
    draws += count;
  }
  return draws === 0 ? 1 : singletons / draws;
}
