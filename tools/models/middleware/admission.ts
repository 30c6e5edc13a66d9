import { DatawrightError } from "../../../base/errors.js";
import { CircuitBreaker } from "./circuit-breaker.js";
import { systemClock, type Clock } from "./clock.js";
import { ConcurrencyLimit } from "./concurrency-limit.js";
import { onAbort } from "./on-abort.js";
import { RateWindow, type RateEntry } from "./rate-window.js";
import { backoffSeconds, exhausted, mayPass } from "./retry-rule.js";
import { TurnQueue } from "./turn-queue.js";

export interface AdmissionOptions {
  /** Most requests in flight; where it starts, and where it comes back to. Minimum 1. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Times that a failed request is tried again. Default: 6. */
  readonly maxRetries?: number;
  /**
   * Failed attempts in a row that open the circuit (at least twice the concurrency is applied).
   * Default: 20.
   */
  readonly breakerFailures?: number;
  /** Minutes with failures only, or of a demanded wait, that open the circuit. Default: 5. */
  readonly breakerMinutes?: number;
  /** Name of the provider and model, for messages. */
  readonly name?: string;
  readonly clock?: Clock;
}

export interface AdmissionRequest<T> {
  /** Estimated tokens, input and output together. */
  readonly tokens: number;
  /** What it really took, from the answer. */
  readonly tokensUsed?: (result: T) => number;
  readonly signal?: AbortSignal;
}

/**
 * The one gate to a provider: how many requests at a time, how many a minute, when to try again,
 * and when to stop.
 *
 * First come, first served. A Retry-After holds everybody back; a failed attempt waits 0.5 s,
 * doubled each time up to 30 s, times a factor between 0.5 and 1 that follows from the request's
 * number. The number in flight is halved when the provider limits or fails, and grows by one per
 * that many successes. One object per provider and model in a process.
 */
export class Admission {
  readonly #clock: Clock;
  readonly #rates: RateWindow;
  readonly #limit: ConcurrencyLimit;
  readonly #circuit: CircuitBreaker;
  readonly #maxRetries: number;
  readonly #longestWait: number;
  readonly #queue = new TurnQueue<RateEntry | null>();
  readonly #pausing = new Set<(error: unknown) => void>();
  #coolUntil = -Infinity;
  #inFlight = 0;
  #requests = 0;
  #cancelWakeUp: (() => void) | undefined;

  constructor(options: AdmissionOptions) {
    if (!(options.concurrency >= 1))
      throw new DatawrightError({
        code: "SHAPE",
        message: `concurrency is ${options.concurrency}, it must be 1 or more`,
      });
    this.#clock = options.clock ?? systemClock;
    this.#rates = new RateWindow(options);
    this.#limit = new ConcurrencyLimit(options.concurrency);
    this.#maxRetries = options.maxRetries ?? 6;
    const minutes = options.breakerMinutes ?? 5;
    this.#longestWait = minutes * 60;
    this.#circuit = new CircuitBreaker({
      failures: Math.max(options.breakerFailures ?? 20, options.concurrency * 2),
      minutes,
      clock: this.#clock,
      name: options.name ?? "the provider",
    });
  }

  get inFlight(): number {
    return this.#inFlight;
  }
  get waiting(): number {
    return this.#queue.size;
  }
  /** Requests that may be in flight now. */
  get limit(): number {
    return this.#limit.current;
  }

  /**
   * True after the provider failed too often: no request gets through, save one a minute that finds
   * out whether it is back.
   */
  get circuitOpen(): boolean {
    return this.#circuit.open;
  }

  /**
   * Runs a task when its turn comes, again after a failure that may pass.
   *
   * @throws MODEL_ABORTED, CIRCUIT_OPEN, and the task's own error when it is not one to try again
   *         or the retries are used up
   */
  async run<T>(task: () => Promise<T>, request: AdmissionRequest<T>): Promise<T> {
    const number = this.#requests++;
    for (let attempt = 0; ; attempt++) {
      this.#throwIfStopped(request.signal);
      // Not awaited where there is room: a call that need not wait costs no turn of the event loop.
      const entry = this.#hasRoom(request.tokens)
        ? this.#start(request.tokens)
        : await this.#turn(request, attempt > 0);
      const startedAt = this.#clock.now();
      let seconds: number;
      try {
        const result = await task();
        this.#succeeded(entry, request.tokensUsed?.(result));
        return result;
      } catch (error) {
        seconds = this.#secondsUntilRetry(error, { attempt, number, startedAt });
      } finally {
        // Only now: whoever waits must not start before a failure has set the cool-down or opened
        // the circuit.
        this.#inFlight -= 1;
        this.#pump();
      }
      if (seconds > 0) await this.#pause(seconds, request.signal);
    }
  }

  #succeeded(entry: RateEntry | null, tokensUsed: number | undefined): void {
    this.#circuit.succeeded();
    this.#limit.succeeded();
    if (entry !== null && tokensUsed !== undefined)
      this.#rates.settle(entry, tokensUsed, this.#clock.now());
  }

  /** @throws the error, or CIRCUIT_OPEN, where trying again makes no sense */
  #secondsUntilRetry(
    error: unknown,
    at: { attempt: number; number: number; startedAt: number },
  ): number {
    if (!mayPass(error)) throw error;
    const now = this.#clock.now();
    this.#limit.failed(at.startedAt, now);
    const demanded = error.details["retryAfterSeconds"];
    const retryAfter = typeof demanded === "number" ? demanded : null;
    const opened =
      this.#circuit.failed(error, error.code === "MODEL_RATE_LIMIT") ||
      (retryAfter !== null && retryAfter > this.#longestWait && this.#circuit.trip());
    if (opened) {
      this.#refuseAll();
      throw this.#circuit.refusal() ?? error;
    }
    if (at.attempt >= this.#maxRetries)
      throw at.attempt === 0 ? error : exhausted(error, at.attempt + 1);
    if (retryAfter === null) return backoffSeconds(at);
    this.#coolUntil = Math.max(this.#coolUntil, now + retryAfter * 1000);
    return 0;
  }

  #hasRoom(tokens: number): boolean {
    return (
      this.#queue.size === 0 &&
      this.#inFlight < this.#limit.current &&
      this.#millisecondsToWait(tokens) <= 0
    );
  }

  #millisecondsToWait(tokens: number): number {
    if (this.#coolUntil === -Infinity && this.#rates.unlimited) return 0;
    const now = this.#clock.now();
    return Math.max(this.#coolUntil - now, this.#rates.wait(tokens, now));
  }

  #start(tokens: number): RateEntry | null {
    this.#inFlight += 1;
    return this.#rates.unlimited ? null : this.#rates.admit(tokens, this.#clock.now());
  }

  /** Waits in the queue; a request that tries again goes before those that have not started yet. */
  #turn(request: AdmissionRequest<never>, again: boolean): Promise<RateEntry | null> {
    return new Promise((resolve, reject) => {
      const leave = onAbort(request.signal, () => {
        this.#queue.delete(waiter);
        reject(aborted());
        // The one that left may have been the one too large to start.
        this.#pump();
      });
      const waiter = this.#queue.add({
        again,
        tokens: request.tokens,
        admit: (entry) => {
          leave();
          resolve(entry);
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      });
      this.#pump();
    });
  }

  /**
   * Admits from the head of the queue while there is room, and wakes up again when the first may
   * start.
   */
  #pump(): void {
    this.#cancelWakeUp?.();
    this.#cancelWakeUp = undefined;
    while (this.#inFlight < this.#limit.current) {
      const waiter = this.#queue.first();
      if (waiter === undefined) return;
      const wait = this.#millisecondsToWait(waiter.tokens);
      if (wait > 0) {
        this.#cancelWakeUp = this.#clock.after(wait, () => this.#pump());
        return;
      }
      this.#queue.delete(waiter);
      waiter.admit(this.#start(waiter.tokens));
    }
  }

  /** Waits before another try; an opened circuit and a cancelled request end it at once. */
  #pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        cancel();
        leave();
        this.#pausing.delete(refuse);
        settle();
      };
      const refuse = (error: unknown): void => end(() => reject(error));
      const cancel = this.#clock.after(seconds * 1000, () => end(resolve));
      this.#pausing.add(refuse);
      let leave = (): void => undefined;
      leave = onAbort(signal, () => refuse(aborted()));
    });
  }

  #throwIfStopped(signal: AbortSignal | undefined): void {
    if (signal?.aborted) throw aborted();
    const refusal = this.#circuit.refusal();
    if (refusal !== null) throw refusal;
  }

  #refuseAll(): void {
    for (const waiter of this.#queue.takeAll()) waiter.refuse(this.#circuit.refusal());
    for (const refuse of [...this.#pausing]) refuse(this.#circuit.refusal());
  }
}

function aborted(): DatawrightError {
  return new DatawrightError({
    code: "MODEL_ABORTED",
    message: "the model call was cancelled while it waited for its turn",
  });
}
