/** Rounds whose accuracies are averaged: each round draws other parts. */
const AVERAGED = 3;
/** Standard errors by which a round may lie below the best one. */
const TOLERATED = 0.5;
/** Rounds without a good one after which no better one is expected. */
const PATIENCE = 5;

/**
 * Remembers what the last good round had: the one whose mean held-out accuracy, over it and the two
 * before, is not below the best mean by more than half a standard error.
 */
export class LastGoodRound {
  readonly #held: number;
  readonly #accuracies: number[] = [];
  #best = -Infinity;
  #round = 0;
  #kept: Float64Array | null = null;

  /** @param held rows that are held out in a round */
  constructor(held: number) {
    this.#held = held;
  }

  /** The number of the last good round, from 0. */
  get round(): number {
    return this.#round;
  }

  /** What it had; null before there is a round. */
  get kept(): Float64Array | null {
    return this.#kept;
  }

  /** True where the last rounds were all bad. */
  get isOver(): boolean {
    return this.#accuracies.length - 1 - this.#round >= PATIENCE;
  }

  /**
   * Looks at one more round.
   *
   * @param accuracy share of the held-out rows that were labelled as given
   * @param values   what the round began with; copied
   */
  see(accuracy: number, values: Float64Array): void {
    this.#accuracies.push(accuracy);
    const last = this.#accuracies.slice(-AVERAGED);
    const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
    this.#best = Math.max(this.#best, mean);
    const tolerated = TOLERATED * Math.sqrt((this.#best * (1 - this.#best)) / this.#held);
    if (mean < this.#best - tolerated) return;
    this.#round = this.#accuracies.length - 1;
    this.#kept = values.slice();
  }
}
