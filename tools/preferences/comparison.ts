import { shapeError } from "../agreement/rated.js";

/** One judgment between two models, or any two things that are compared by name. */
export interface Comparison {
  /** Name of the better one; of a tie, of either. */
  readonly winner: string;
  /** Name of the other one. */
  readonly loser: string;
  /** True where neither was better. Default: false. */
  readonly tie?: boolean;
  /** How often it was judged so, above 0. Default: 1. */
  readonly count?: number;
}

/** @throws SHAPE for no comparison, one of a thing with itself, or a count that is not above 0 */
export function checkComparisons(comparisons: readonly Comparison[], what: string): void {
  if (comparisons.length === 0)
    throw shapeError(`${what}: no comparison`, "Give at least one judgment between two names.");
  for (const [at, { winner, loser, count = 1 }] of comparisons.entries())
    if (typeof winner !== "string" || typeof loser !== "string" || winner === loser || !(count > 0))
      throw shapeError(
        `${what}: comparison ${at} is ${JSON.stringify(comparisons[at])}`,
        "A comparison is { winner, loser, tie?, count? } of two different names.",
      );
}
