/**
 * Turns a statistic into a rating in [0, 1] by the values that held-out good texts have: their
 * median rates 0.85, the lowest few per cent 0.6, and what lies clearly below them falls off
 * steeply.
 */
export class RatingScale {
  readonly #floor: number;
  readonly #spread: number;

  /**
   * @param good values of good texts, each measured without the text itself
   * @param wider how far below them texts to come may lie, as a share of the distance from their
   *         median to their lowest
   */
  constructor(good: readonly number[], wider = 0) {
    const sorted = [...good].sort((a, b) => a - b);
    const median = quantileOf(sorted, 0.5);
    // A few dozen values tell little about their lowest few: half of it is what a normal
    // distribution has there.
    const normal = median - (NORMAL_LOWEST / NORMAL_FIFTH) * (median - quantileOf(sorted, 0.2));
    const lowest = (quantileOf(sorted, LOWEST) + normal) / 2;
    this.#floor = lowest - wider * (median - lowest);
    this.#spread = Math.max(1e-6, median - this.#floor);
  }

  rate(value: number): number {
    const above = (value - this.#floor) / this.#spread;
    if (above >= 0) return Math.min(1, 0.62 + 0.23 * above);
    return Math.max(0, 0.62 + above * FALL);
  }
}

const LOWEST = 0.04;
/** Standard deviations below the median of the lowest 4 % and 20 %. */
const NORMAL_LOWEST = 1.6;
const NORMAL_FIFTH = 0.84;
const FALL = 2;

/** The value below which that share of the sorted values lies, interpolated; 0 for none. */
export function quantileOf(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return 0;
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}
