import { setTimeout as wait } from "node:timers/promises";
import { isDatawrightError, type DatawrightError } from "../../../base/errors.js";

const TRIES = 8;
const LONGEST_WAIT_SECONDS = 60;
/** Answers of servers that take things and list none. */
const NO_LIST = new Set([404, 405, 501]);
/** A file that was uploaded a moment ago may not be ready for a job. */
const NOT_READY = /not (?:yet )?ready|being processed|still processing/iu;

export interface PatientOptions {
  /** What a call threw, as a coded error. */
  readonly coded: (thrown: unknown) => DatawrightError;
  /** Ends the trying. */
  readonly signal?: AbortSignal;
}

/**
 * Calls about files and jobs of a provider: each is tried again after limits, server errors and lost
 * connections, except that nothing is begun twice.
 */
export class PatientCalls {
  readonly #coded: PatientOptions["coded"];
  readonly #signal: AbortSignal | undefined;

  constructor({ coded, signal }: PatientOptions) {
    this.#coded = coded;
    this.#signal = signal;
  }

  /** A signal of one call's own: a client leaves its listeners on the one that it is given. */
  own(): AbortSignal | undefined {
    return this.#signal === undefined ? undefined : AbortSignal.any([this.#signal]);
  }

  again<T>(call: () => Promise<T>): Promise<T> {
    return this.once(call, () => Promise.resolve(null));
  }

  /** What a list holds; null where the server has no such list. */
  listed<T>(find: () => Promise<T | null>): Promise<T | null> {
    return this.again(find).catch((error: unknown) => {
      if (isDatawrightError(error) && NO_LIST.has(Number(error.details["status"]))) return null;
      throw error;
    });
  }

  /** A call that begins something: where its answer was lost it is looked for before it is made again. */
  async once<T>(call: () => Promise<T>, known: () => Promise<T | null>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (thrown) {
        const error = this.#coded(thrown);
        const unready = NOT_READY.test(error.message);
        if (attempt === TRIES || !(error.retryable || unready) || this.#signal?.aborted)
          throw error;
        const stated = error.details["retryAfterSeconds"];
        const seconds = typeof stated === "number" ? stated : 2 ** (attempt - 3);
        await wait(1000 * Math.min(seconds, LONGEST_WAIT_SECONDS), undefined, {
          signal: this.#signal,
        }).catch(() => undefined);
        // A refusal for too many requests began nothing.
        const found = error.code === "MODEL_RATE_LIMIT" || unready ? null : await known();
        if (found !== null) return found;
      }
    }
  }
}
