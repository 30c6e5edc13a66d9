import { DatawrightError } from "../../base/errors.js";

// Local names: looking up a global costs more than these loops where modules run in a sandbox.
const { floor } = Math;

const SCALE = 10_000;

/**
 * The rule "ROUGE-L F above t" in whole numbers, 2 LCS / (m + n) > t, so that 7 of 10 tokens are
 * never above 0.7 by rounding.
 *
 * @throws SHAPE if t is outside [0, 1] or has more than four decimals
 */
export class NoveltyThreshold {
  readonly #scaled: number;

  constructor(threshold: number) {
    this.#scaled = Math.round(threshold * SCALE);
    if (!(threshold >= 0 && threshold <= 1) || Math.abs(this.#scaled / SCALE - threshold) > 1e-9) {
      throw new DatawrightError({
        code: "SHAPE",
        message: `a ROUGE-L threshold of ${threshold} must be in [0, 1] with at most four decimals`,
      });
    }
  }

  /**
   * The smallest LCS that lies above the threshold for lists of m and n tokens; may be longer than
   * both.
   */
  leastOverlap(m: number, n: number): number {
    return floor((this.#scaled * (m + n)) / (2 * SCALE)) + 1;
  }

  /**
   * The shortest list that a list of m tokens can be above the threshold with; Infinity where none
   * can.
   */
  shortest(m: number): number {
    return this.#scaled === SCALE
      ? Infinity
      : floor((this.#scaled * m) / (2 * SCALE - this.#scaled)) + 1;
  }

  /** The longest list that a list of m tokens can be above the threshold with. */
  longest(m: number): number {
    return this.#scaled === 0
      ? Infinity
      : Math.ceil(((2 * SCALE - this.#scaled) * m) / this.#scaled) - 1;
  }
}
