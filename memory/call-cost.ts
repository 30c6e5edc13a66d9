export interface CallEstimate {
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number | null;
}

export interface CallCost {
  /** Default: 1. */
  readonly calls?: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number | null;
  /** True for an answer from the cache: it is counted as such and costs nothing. */
  readonly cached?: boolean;
}

/**
 * Room that was set aside for a call; settled or released once, later calls of either change
 * nothing.
 */
export interface Reservation {
  /** The request goes out: from now on it is written down, and counts if the process is killed. */
  sent(): void;
  settle(actual: CallCost): void;
  release(): void;
  /** It was sent and its answer is lost: booked at its likely size. Released where it was not sent. */
  lose(): void;
}

/** Where it is written down what is asked, before it is: see SpendJournal. */
export interface SpendingRecord {
  /** @returns what its end is written with */
  sent(estimate: CallEstimate): number;
  /** @param actual null for one that cost nothing */
  ended(id: number, actual: CallCost | null): void;
}
