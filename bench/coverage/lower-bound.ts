import { WORLD, type Rates } from "./world.js";

/**
 * Fewest calls, on average, with which any planner can fill every leaf, be it told all rates and
 * every outcome at once.
 *
 * Let T be the calls until the last leaf is filled and X_i those of them that name leaf i, so that
 * sum X_i = T. A call that names i ends as an accepted sample of i with probability (1 - repeats)
 * good_i (obeys + (1 - obeys) z_i), and one that names another leaf with (1 - repeats) good_i (1 -
 * obeys) z_i, with z the distribution of the strays. What was accepted in i less these rates,
 * summed over the calls, is a martingale, T is a stopping time, so by optional stopping (Wald)
 *
 *     E[accepted_i] = (1 - repeats) good_i (obeys E[X_i] + (1 - obeys) z_i E[T]) >= quota   for each leaf i.
 *
 * So E[T] is at least the smallest N with sum_i max(0, quota / ((1 - repeats) good_i) - (1 - obeys)
 * z_i N) / obeys <= N. The left side falls and the right side rises in N, so halving finds it. What
 * strays bring beyond a quota is lost in this bound too; chance, rounds in flight, and having to
 * learn the rates come on top, so no planner reaches it.
 */
export function lowerBound({ strays, good }: Rates): number {
  const named = (calls: number): number =>
    good.reduce((sum, share, leaf) => {
      const landings = WORLD.quota / ((1 - WORLD.repeats) * share);
      return sum + Math.max(0, landings - (1 - WORLD.obeys) * strays[leaf]! * calls) / WORLD.obeys;
    }, 0);
  let [low, high] = [0, named(0)];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (named(middle) > middle) low = middle;
    else high = middle;
  }
  return high;
}
