import { clopperPearson } from "./clopper-pearson.js";
import type { Interval } from "./intervals.js";

/**
 * The exact 95 % interval of a proportion (Clopper and Pearson 1934): it holds the true one at least
 * so often, at any size of the sample; [0, 1] when nothing was observed.
 *
 * @throws SHAPE if the counts are no whole numbers or there are more successes than trials
 */
export function exactInterval(successes: number, trials: number): Interval {
  const { low, high } = clopperPearson({ successes, trials });
  return { lower: low, upper: high };
}
