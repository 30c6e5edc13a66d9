import { shapeError } from "../agreement/rated.js";
import type { PairJudgment, Preferred } from "../judgments/pair-judgment.js";

/** One pair that a judge saw in both orders. */
export interface SwappedPair {
  /** What it preferred in the first order. */
  readonly preferred: Preferred | null;
  /** What it preferred with the answers swapped, by the first order's names. */
  readonly swapped: Preferred | null;
}

/** What the order of two answers does to a judge. */
export interface PositionBias {
  /** Pairs that were read in both orders. */
  readonly pairs: number;
  /** Pairs of which an order could not be read. */
  readonly unread: number;
  /** Share of the pairs with one verdict in both orders. */
  readonly consistent: number;
  /** Share of the pairs that changed to what stood first. */
  readonly towardsFirst: number;
  /** Share that changed to what stood second. */
  readonly towardsSecond: number;
}

/**
 * How often a judge changes its mind with the order of the answers (Zheng et al. 2023).
 * @throws SHAPE where no pair was read in both orders
 */
export function positionBias(pairs: readonly SwappedPair[]): PositionBias {
  const read = pairs.filter(
    (pair): pair is { preferred: Preferred; swapped: Preferred } =>
      pair.preferred !== null && pair.swapped !== null,
  );
  if (read.length === 0)
    throw shapeError(
      `positionBias: none of ${pairs.length} pairs was read in both orders`,
      "Ask the judge about each pair twice, with the answers swapped.",
    );
  const rank = { first: 0, tie: 1, second: 2 };
  const share = (holds: (pair: { preferred: Preferred; swapped: Preferred }) => boolean): number =>
    read.filter(holds).length / read.length;
  return {
    pairs: read.length,
    unread: pairs.length - read.length,
    consistent: share(({ preferred, swapped }) => preferred === swapped),
    // The first answer is preferred more where it stands first.
    towardsFirst: share(({ preferred, swapped }) => rank[preferred] < rank[swapped]),
    towardsSecond: share(({ preferred, swapped }) => rank[preferred] > rank[swapped]),
  };
}

/**
 * Share of the decided judgments in which the longer answer won; null where no lengths are known or
 * no judgment of answers of different length was decided.
 */
export function longerWins(judgments: readonly PairJudgment[]): number | null {
  const decided = judgments.flatMap(({ preferred, lengths }) =>
    lengths === null || lengths[0] === lengths[1] || preferred === null || preferred === "tie"
      ? []
      : [lengths[preferred === "first" ? 0 : 1] > lengths[preferred === "first" ? 1 : 0]],
  );
  return decided.length === 0 ? null : decided.filter(Boolean).length / decided.length;
}
