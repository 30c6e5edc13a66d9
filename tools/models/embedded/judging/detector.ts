import { LinearScore } from "./logistic-fit.js";
import { quantileOf } from "./rating-scale.js";

const LOW_GOOD = 0.05;
const HIGH_BAD = 0.85;
/** How far the limit moves into the gap between good and bad, where there is one. */
const INTO_GAP = 0.5;

/**
 * Tells good texts from texts that are broken in one way: 0 at the median of the good ones, -1
 * where they end. Where good and bad lie apart, that limit lies in the gap.
 */
export class Detector {
  /** Values of the good rows, each by a score that was fitted without it. */
  readonly heldOut: readonly number[];
  readonly #score: LinearScore;
  readonly #median: number;
  readonly #spread: number;

  /** @param good feature rows, at least 4; @param bad feature rows, at least 2 */
  constructor(good: readonly Float64Array[], bad: readonly Float64Array[]) {
    const part = (rows: readonly Float64Array[], even: boolean) =>
      rows.filter((_, at) => (at % 2 === 0) === even);
    const byOdd = new LinearScore(part(good, false), part(bad, false));
    const byEven = new LinearScore(part(good, true), part(bad, true));
    const goodValues = good.map((row, at) => (at % 2 === 0 ? byOdd : byEven).of(row));
    const badValues = bad
      .map((row, at) => (at % 2 === 0 ? byOdd : byEven).of(row))
      .sort((a, b) => a - b);
    const sorted = [...goodValues].sort((a, b) => a - b);
    this.#score = new LinearScore(good, bad);
    this.#median = quantileOf(sorted, 0.5);
    const low = quantileOf(sorted, LOW_GOOD);
    const gap = Math.min(low - quantileOf(badValues, HIGH_BAD), 2 * (this.#median - low));
    this.#spread = Math.max(1e-6, this.#median - low + INTO_GAP * Math.max(0, gap));
    this.heldOut = goodValues.map((value) => (value - this.#median) / this.#spread);
  }

  of(features: Float64Array): number {
    return (this.#score.of(features) - this.#median) / this.#spread;
  }
}
