import { DatawrightError } from "../../../base/errors.js";
import type { ProviderLimits } from "../limits/provider-limits.js";
import type { AdmissionOptions, AdmissionRequest, AdmissionShare } from "./admission-options.js";
import { CircuitBreaker } from "./circuit-breaker.js";
import { systemClock, type Clock } from "./clock.js";
import { FlowControl, type Sent } from "../limits/flow-control.js";
import { onAbort } from "./on-abort.js";
import { ProviderPulse } from "../limits/provider-pulse.js";
import { RateWindow, type RateEntry, type RateLimiter } from "./rate-window.js";
import { backoffSeconds, circuitLimits, exhausted, mayPass, mostTries } from "./retry-rule.js";
import { TurnQueue } from "./turn-queue.js";

/** A request that was let through. */
interface Entry {
  /** Its place among all that were sent. */
  readonly number: number;
  readonly sent: Sent;
  readonly rate: RateEntry | null;
}

/** A provider that says "at once" is asked again almost at once. */
const LEAST_WAIT_SECONDS = 0.05;

/**
 * The one gate to a provider: how many requests at a time, how many a minute, when to try again,
 * and when to stop.
 *
 * First come, first served. A failed attempt waits as long as its Retry-After says, else as
 * `backoffSeconds` says; how many go out, and how fast, follows the provider's limits (FlowControl).
 * A request that fails again and again while others are answered is given up with
 * `details.othersAnswered`. One object per provider and model in a process.
 */
export class Admission {
  readonly #clock: Clock;
  readonly #rates: RateLimiter;
  readonly #share: AdmissionShare | undefined;
  readonly #flow: FlowControl;
  readonly #circuit: CircuitBreaker;
  readonly #maxRetries: number;
  readonly #longestWait: number;
  readonly #queue = new TurnQueue<Entry>();
  readonly #pausing = new Set<(error: unknown) => void>();
  #inFlight = 0;
  #requests = 0;
  readonly #pulse = new ProviderPulse();
  #cancelWakeUp: (() => void) | undefined;

  constructor(options: AdmissionOptions) {
    if (!(options.concurrency >= 1))
      throw new DatawrightError({
        code: "SHAPE",
        message: `concurrency is ${options.concurrency}, it must be 1 or more`,
      });
    this.#clock = options.clock ?? systemClock;
    this.#share = options.share;
    this.#rates = options.share?.rates ?? new RateWindow(options);
    this.#flow = new FlowControl(options.concurrency, options.start);
    this.#maxRetries = options.maxRetries ?? 6;
    const minutes = options.breakerMinutes ?? 5;
    this.#longestWait = minutes * 60;
    this.#circuit = new CircuitBreaker({
      failures: Math.max(options.breakerFailures ?? 20, options.concurrency * 2),
      ...circuitLimits(this.#maxRetries),
      minutes,
      clock: this.#clock,
      name: options.name ?? "the provider",
    });
    this.#share?.serve(this, () => this.#pump());
  }

  get inFlight(): number {
    return this.#inFlight;
  }
  get waiting(): number {
    return this.#queue.size;
  }
  /** Requests that may be in flight now. */
  get limit(): number {
    return Math.min(this.#flow.limit, this.#share?.places ?? Infinity);
  }
  /** Requests a second at most; Infinity where none were limited. */
  get rate(): number {
    return this.#flow.rate;
  }

  /**
   * True after the provider failed too often: no request gets through, save one a minute that finds
   * out whether it is back.
   */
  get circuitOpen(): boolean {
    return this.#circuit.open;
  }
  /** True while a request would be refused at once. */
  get refusing(): boolean {
    return this.#circuit.refusing;
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
      const before = request.before?.();
      if (before !== undefined) await before;
      // Not awaited where there is room: a call that need not wait costs no turn of the event loop.
      const entry = this.#hasRoom(request.tokens)
        ? this.#start(request.tokens)
        : await this.#turn(request, attempt > 0);
      let seconds: number | null;
      let failure: DatawrightError;
      let answered: boolean | null = true;
      try {
        const result = await task();
        this.#succeeded(entry, task, request, result);
        return result;
      } catch (error) {
        failure = error as DatawrightError;
        if (mayPass(error)) answered = error.code === "MODEL_RATE_LIMIT" ? null : false;
        seconds = this.#secondsUntilRetry(error, { attempt, number, entry });
      } finally {
        // Only now: whoever waits must not start before a failure has set the cool-down or opened
        // the circuit.
        this.#inFlight -= 1;
        this.#pulse.ended(entry.number, answered);
        this.#pump();
      }
      if (seconds === null) throw await this.#givenUp(failure, attempt + 1);
      if (seconds > 0) await this.#pause(seconds, request.signal);
    }
  }

  #succeeded<T>(
    { rate, sent }: Entry,
    task: () => Promise<T>,
    { tokensUsed, limits }: AdmissionRequest<T>,
    result: T,
  ): void {
    const now = this.#clock.now();
    this.#pulse.answered(task);
    this.#circuit.succeeded();
    this.#flow.answered(sent, now, limits?.(result) ?? null);
    if (rate !== null && tokensUsed !== undefined)
      this.#rates.settle(rate, tokensUsed(result), now);
  }

  /**
   * Seconds until another try; null where there were enough of them.
   * @throws the error, or CIRCUIT_OPEN, where trying again makes no sense
   */
  #secondsUntilRetry(
    error: unknown,
    at: { attempt: number; number: number; entry: Entry },
  ): number | null {
    if (!mayPass(error)) throw error;
    const now = this.#clock.now();
    const { sent } = at.entry;
    const rateLimited = error.code === "MODEL_RATE_LIMIT";
    const demanded = error.details["retryAfterSeconds"];
    const retryAfter = typeof demanded === "number" ? demanded : null;
    if (rateLimited)
      this.#flow.refused(sent, now, {
        // "At once" names no time: who says it with a window that is used up has not looked.
        retryAfterSeconds: retryAfter || null,
        inFlight: this.#inFlight - 1,
        limits: (error.details["limits"] as ProviderLimits | undefined) ?? null,
      });
    else this.#flow.failed(sent, now);
    const opened =
      this.#circuit.failed(error, { rateLimited, startedAt: sent.at }) ||
      (retryAfter !== null && retryAfter > this.#longestWait && this.#circuit.trip());
    if (opened) {
      this.#refuseAll();
      throw this.#circuit.refusal() ?? error;
    }
    const { everAnswered } = this.#pulse;
    if (at.attempt + 1 >= mostTries(error, { maxRetries: this.#maxRetries, everAnswered }))
      return null;
    return Math.max(retryAfter ?? backoffSeconds({ ...at, rateLimited }), LEAST_WAIT_SECONDS);
  }

  /** What is thrown for a request that is tried no more: its failure, with whose fault it is. */
  async #givenUp(error: DatawrightError, attempts: number): Promise<DatawrightError> {
    if (error.details["unreachable"] === true) return exhausted(error, { attempts });
    const othersAnswered = await this.#pulse.beats({
      idle: () => this.#inFlight === 0 && this.#queue.size === 0 && this.#pausing.size === 0,
      refusal: () => this.#circuit.refusal(),
    });
    return exhausted(error, { attempts, othersAnswered });
  }

  #hasRoom(tokens: number): boolean {
    return (
      this.#queue.size === 0 && this.#inFlight < this.limit && this.#millisecondsToWait(tokens) <= 0
    );
  }

  #millisecondsToWait(tokens: number): number {
    const now = this.#clock.now();
    const wait = this.#flow.wait(now);
    return this.#rates.unlimited
      ? wait
      : Math.max(wait, this.#rates.wait(tokens, now, this.#queue.size || 1));
  }

  #start(tokens: number): Entry {
    this.#inFlight += 1;
    const now = this.#clock.now();
    return {
      number: this.#pulse.sent(),
      sent: this.#flow.sent(now, this.#inFlight),
      rate: this.#rates.unlimited ? null : this.#rates.admit(tokens, now),
    };
  }

  /** Waits in the queue; a request that tries again goes before those that have not started yet. */
  #turn(request: AdmissionRequest<never>, again: boolean): Promise<Entry> {
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
    while (this.#inFlight < this.limit) {
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
    if (this.#queue.size > 0) this.#share?.want();
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
