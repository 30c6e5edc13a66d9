import type { CoverageMap } from "../../schema/coverage.js";
import { startCoverage, type CoverageState } from "../../tools/coverage/coverage-state.js";

/**
 * What is kept of a sealed round: totals over all rounds up to it, and the coverage that later
 * rounds are planned from.
 */
export interface SealedRound {
  readonly round: number;
  readonly accepted: number;
  readonly drafted: number;
  readonly coverage: CoverageMap;
  readonly coverageState: CoverageState;
  /**
   * Sealed rounds in a row, this one included, in which nothing was accepted though something was
   * drafted.
   */
  readonly dryRounds: number;
  /** Drafts of those rounds. */
  readonly dryDrafts: number;
  readonly planRevision: number;
  readonly inputsUsed: number;
  /** Round whose labeler state is in force after this one; -1 for none. */
  readonly learnedRound: number;
  readonly cancelled: boolean;
}

/** The state before anything was sealed. */
export function beforeFirst(coverage: CoverageMap): SealedRound {
  return {
    round: -1,
    accepted: 0,
    drafted: 0,
    coverage,
    coverageState: startCoverage(coverage),
    dryRounds: 0,
    dryDrafts: 0,
    planRevision: 0,
    inputsUsed: 0,
    learnedRound: -1,
    cancelled: false,
  };
}

/**
 * Acceptance rate so far, smoothed by ten imagined drafts at 0.7 so that the first rounds are
 * neither tiny nor huge.
 */
export function acceptanceRate(accepted: number, drafted: number): number {
  return (accepted + 7) / (drafted + 10);
}

/**
 * How many orders round r gets: the deficit that is left after round r-1's expected yield, over the
 * acceptance rate. It reads only what is sealed up to r-2 and the planned size of r-1, so it is the
 * same at any concurrency.
 */
export function ordersWanted(options: {
  readonly target: number;
  readonly roundSize: number;
  readonly accepted: number;
  readonly drafted: number;
  readonly outstanding: number;
}): number {
  const rate = acceptanceRate(options.accepted, options.drafted);
  const deficit = options.target - options.accepted - options.outstanding * rate;
  return deficit <= 0 ? 0 : Math.min(options.roundSize, Math.ceil(deficit / rate));
}
