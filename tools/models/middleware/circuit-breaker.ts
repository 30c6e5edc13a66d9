import { DatawrightError } from "../../../base/errors.js";
import type { Clock } from "./clock.js";

export interface CircuitOptions {
  /**
   * Failed attempts in a row that open it; at least twice the concurrency, so one hiccup under many
   * requests does not.
   */
  readonly failures: number;
  /**
   * Rate limits in a row that open it; those met by requests that were under way together count as
   * one.
   */
  readonly limits: number;
  /**
   * Milliseconds of failures only, before which rate limits in a row do not open it where the provider
   * names no time to wait, or none at all: a window of its limit may open again. Default: 0.
   */
  readonly limitWindow?: number;
  /** Minutes with failures only that open it. */
  readonly minutes: number;
  readonly clock: Clock;
  /** What it guards, for the message. */
  readonly name: string;
}

/**
 * Milliseconds after which an open circuit lets one attempt find out whether the provider is back.
 */
const PROBE_AFTER = 60_000;

/** Milliseconds behind a rate limit in which others are the same one. */
const ONE_LIMIT = 50;

/**
 * Ends a run when the provider is down instead of failing one sample after the other.
 *
 * A provider that limits is alive, so its rate limits make a row of their own: one that takes
 * nothing at all for minutes on end is down all the same.
 */
export class CircuitBreaker {
  readonly #options: CircuitOptions;
  #failuresInRow = 0;
  #limitsInRow = 0;
  #limitedAt = -Infinity;
  #failingSince: number | undefined;
  #openedAt: number | undefined;
  #lastError: unknown;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  get open(): boolean {
    return this.#openedAt !== undefined;
  }

  /** True while it is open and no attempt may find out whether the provider is back. */
  get refusing(): boolean {
    return this.#openedAt !== undefined && this.#options.clock.now() - this.#openedAt < PROBE_AFTER;
  }

  /** The error that a request gets while the circuit is open. */
  refusal(): DatawrightError | null {
    if (this.#openedAt === undefined) return null;
    if (this.refusing) return this.#error();
    this.#openedAt = undefined;
    this.#failuresInRow = this.#options.failures - 1;
    this.#limitsInRow = this.#options.limits - 1;
    return null;
  }

  succeeded(): void {
    this.#failuresInRow = 0;
    this.#limitsInRow = 0;
    this.#failingSince = undefined;
    this.#openedAt = undefined;
  }

  /**
   * @param startedAt when the request was sent
   * @returns true if this failure opened it
   */
  failed(
    error: unknown,
    { rateLimited, startedAt }: { readonly rateLimited: boolean; readonly startedAt: number },
  ): boolean {
    const now = this.#options.clock.now();
    this.#lastError = error;
    this.#failingSince ??= now;
    if (!rateLimited) this.#failuresInRow += 1;
    else if (startedAt > this.#limitedAt + ONE_LIMIT) {
      this.#limitsInRow += 1;
      this.#limitedAt = now;
    }
    const { failures, limits, limitWindow = 0, minutes } = this.#options;
    const isNamed = Number(retryAfterOf(error) ?? 0) > 0;
    const failing = now - this.#failingSince;
    if (
      this.#failuresInRow >= failures ||
      (this.#limitsInRow >= limits && (isNamed || failing >= limitWindow)) ||
      failing >= minutes * 60_000
    )
      return this.trip();
    return false;
  }

  trip(): true {
    this.#openedAt ??= this.#options.clock.now();
    return true;
  }

  #error(): DatawrightError {
    const last = this.#lastError as Partial<DatawrightError> | undefined;
    return new DatawrightError({
      code: "CIRCUIT_OPEN",
      message: `${this.#options.name} ${this.#said()}${last?.message ? `; the last error: ${last.message}` : ""}`,
      hint: "What was accepted is saved. Check the provider, then resume the run.",
      details: {
        failures: this.#failuresInRow,
        limits: this.#limitsInRow,
        lastCode: last?.code ?? null,
      },
      cause: this.#lastError,
    });
  }

  #said(): string {
    const { failures, limits } = this.#options;
    return this.#limitsInRow >= limits && this.#failuresInRow < failures
      ? `took no request any more, ${this.#limitsInRow} rate limits in a row`
      : `failed ${this.#failuresInRow} times in a row`;
  }
}

function retryAfterOf(error: unknown): unknown {
  return (error as Partial<DatawrightError> | null | undefined)?.details?.["retryAfterSeconds"];
}
