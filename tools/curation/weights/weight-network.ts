import type { Random } from "../../../base/statistics/random.js";
import { Adam } from "./adam.js";

/** The network 1 -> hidden (rectified) -> 1 that turns a score into the logarithm of a weight. */
export class WeightNetwork {
  readonly #hidden: number;
  /** Input weights, hidden biases, output weights, output bias. */
  readonly #parameters: Float64Array;
  readonly #adam: Adam;

  constructor(options: {
    readonly hidden: number;
    readonly rate: number;
    readonly random: Random;
  }) {
    const { hidden, rate, random } = options;
    this.#hidden = hidden;
    this.#parameters = new Float64Array(3 * hidden + 1);
    for (let h = 0; h < hidden; h++) {
      this.#parameters[h] = random.normal();
      this.#parameters[hidden + h] = random.normal() * 0.5;
      // Small, so that the search starts near equal weights.
      this.#parameters[2 * hidden + h] = (random.normal() * 0.1) / Math.sqrt(hidden);
    }
    this.#adam = new Adam(this.#parameters.length, rate);
  }

  output(score: number): number {
    const { length } = this.#parameters;
    let sum = this.#parameters[length - 1]!;
    for (let h = 0; h < this.#hidden; h++)
      sum +=
        this.#parameters[2 * this.#hidden + h]! *
        Math.max(0, this.#parameters[h]! * score + this.#parameters[this.#hidden + h]!);
    return sum;
  }

  /** One step that lowers a loss with the derivative `slopes[i]` by the output for `scores[i]`. */
  learn(scores: ArrayLike<number>, slopes: ArrayLike<number>): void {
    const hidden = this.#hidden;
    const parameters = this.#parameters;
    const gradient = new Float64Array(parameters.length);
    for (let i = 0; i < scores.length; i++) {
      const slope = slopes[i]!;
      gradient[parameters.length - 1] = gradient[parameters.length - 1]! + slope;
      for (let h = 0; h < hidden; h++) {
        const input = parameters[h]! * scores[i]! + parameters[hidden + h]!;
        if (input <= 0) continue;
        gradient[2 * hidden + h] = gradient[2 * hidden + h]! + slope * input;
        const back = slope * parameters[2 * hidden + h]!;
        gradient[h] = gradient[h]! + back * scores[i]!;
        gradient[hidden + h] = gradient[hidden + h]! + back;
      }
    }
    this.#adam.step(parameters, gradient);
  }
}
