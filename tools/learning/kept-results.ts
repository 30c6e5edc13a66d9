import { LRUCache } from "lru-cache";
import { sha256Hex } from "../../base/statistics/hash.js";
import type { TrainOptions } from "./contract.js";

const MOST_BYTES = 2 ** 26;
const NUMBER_BYTES = 8;

type Rows = Omit<TrainOptions, "initial">;

/**
 * What was learned of the same rows before, in this process: the curator and the evaluator ask for
 * the same folds where nothing was taken out, and an estimate, the run behind it and the arms of a
 * tournament share their support rows. Only what came to its end is kept, so that nobody hears of
 * another's stop; at most 64 MiB of it by the numbers a result may have, the latest asked for.
 */
export class KeptResults<Options extends Rows, Result extends object> {
  readonly #kept = new LRUCache<string, Result>({ maxSize: MOST_BYTES });
  readonly #numbersOf: (options: Options, result: Result) => number;
  readonly #mostRows: number;

  /**
   * @param numbersOf        about how many numbers a result for these options has, at most
   * @param options.mostRows more are not compared: that would hold up the event loop for longer than
   *         their result is worth
   */
  constructor(
    numbersOf: (options: Options, result: Result) => number,
    { mostRows }: { readonly mostRows: number },
  ) {
    this.#numbersOf = numbersOf;
    this.#mostRows = mostRows;
  }

  /** The result for these options, by `make` where it is not known. */
  async of(options: Options, make: () => Promise<Result>): Promise<Result> {
    // Pairs and embeddings are too much to compare; what is wrong is told by whoever makes it.
    const { texts } = options;
    if (
      !Array.isArray(texts) ||
      texts.length > this.#mostRows ||
      texts.some((text) => typeof text !== "string")
    )
      return make();
    const key = keyOf(options);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = await make();
    const size = Math.ceil(1 + NUMBER_BYTES * this.#numbersOf(options, made));
    this.#kept.set(key, made, { size });
    return made;
  }
}

/** All that a result follows from. */
function keyOf(options: Rows): string {
  const { weights } = options;
  return sha256Hex(
    JSON.stringify({ ...options, weights: weights === undefined ? null : Array.from(weights) }),
  );
}
