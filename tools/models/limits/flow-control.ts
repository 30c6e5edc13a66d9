import type { ProviderLimits } from "../contract.js";
import { ConcurrencyLimit } from "./concurrency-limit.js";
import { Hold } from "./hold.js";
import { RequestPace } from "./request-pace.js";

/** A request on its way. */
export interface Sent {
  readonly at: number;
  /** Requests in flight with it. */
  readonly level: number;
  /** Its place among all that were sent. */
  readonly number: number;
}

export interface Refusal {
  readonly retryAfterSeconds: number | null;
  /** Requests that are still in flight. */
  readonly inFlight: number;
  readonly limits: ProviderLimits | null;
}

/** What the provider stated last, less what was sent since. */
interface Announced {
  left: number;
  /** When the next request is due once nothing is left. */
  nextAt: number;
  /** Milliseconds in which room for one request comes back. */
  readonly each: number;
}

/** Outcomes that a refusal is judged among. */
const RECENT = 24;
/** Refusals among them, or in a row, that are more than chance: one in ten may be. */
const MORE_THAN_CHANCE = 8;
const IN_A_ROW = 3;
/** Failures of another kind among them that are more than chance. */
const FAILING = 3;
/**
 * Requests that are taken, each in the place of one that was answered, until the limit is known to
 * be one of the number in flight; and refused, until it is known to be none.
 */
const TAKEN = 3;
const REFUSED = 2;
/** Fewer in flight are held to by the rate. */
const FEWEST_CAPPED = 3;
/** Milliseconds after which a trial asks though nothing was answered meanwhile. */
const TRIAL_WAITS = 1000;

/**
 * Keeps to limits that a provider does not announce: how many requests at a time, and how many a
 * second. A single refusal now and then concerns the request that met it; several among the latest
 * outcomes are a limit, of the number in flight if fewer help, of the rate if they do not. Limits
 * that the provider states in its headers are kept without being met.
 */
export class FlowControl {
  readonly #limit: ConcurrencyLimit;
  readonly #pace = new RequestPace();
  readonly #hold = new Hold();
  #recent: boolean[] = [];
  #inRow = 0;
  /** Requests sent before this report what was reacted to already. */
  #reactedAt = -Infinity;
  #refusedAt = 0;
  /** True while one request finds out whether fewer in flight help. */
  #onTrial = false;
  #trialLevel = 0;
  #trialsRefused = 0;
  #trialsTaken = 0;
  #count = 0;
  #announced: Announced | null = null;

  constructor(most: number) {
    this.#limit = new ConcurrencyLimit(most);
  }

  /** Requests that may be in flight now. */
  get limit(): number {
    return this.#limit.current;
  }
  /** Requests a second that are sent at most; Infinity where no such limit was met. */
  get rate(): number {
    return this.#pace.rate;
  }

  /** Milliseconds until a request may be sent; 0 for now. */
  wait(now: number): number {
    if (this.#hold.active) {
      this.#endHold(now, false);
      const held = this.#hold.wait(now);
      if (held > 0) return held;
    }
    const { left, nextAt } = this.#announced ?? { left: 1, nextAt: now };
    return Math.max(left < 1 ? nextAt - now : 0, this.#pace.wait(now));
  }

  sent(now: number, inFlight: number): Sent {
    if (this.#onTrial) this.#trialLevel = Math.max(this.#trialLevel, inFlight);
    this.#hold.sent(now);
    this.#pace.sent(now);
    const announced = this.#announced;
    if (announced && --announced.left < 0)
      announced.nextAt = Math.max(announced.nextAt, now) + announced.each;
    this.#count += 1;
    return { at: now, level: inFlight, number: this.#count };
  }

  answered(sent: Sent, now: number, limits: ProviderLimits | null): void {
    this.#note(false);
    this.#inRow = 0;
    this.#hold.answered();
    // On trial: now that a place is free, one may ask whether it is taken.
    if (this.#onTrial) this.#hold.release(now);
    else if (sent.at > this.#reactedAt) this.#endHold(now, true);
    this.#limit.succeeded(sent.level);
    if (limits) this.#read(limits, sent, now);
  }

  /** The provider failed for a reason of its own. */
  failed({ at }: Sent, now: number): void {
    this.#note(true);
    if (this.#refusals() >= FAILING) this.#limit.failed(at, now);
  }

  /** The provider refused a request because of a limit. */
  refused(sent: Sent, now: number, refusal: Refusal): void {
    const { at, level } = sent;
    this.#note(true);
    this.#hold.refused(now - at);
    this.#pace.refused(at);
    this.#refusedAt = now;
    if (refusal.limits) this.#read(refusal.limits, sent, now, refusal.retryAfterSeconds);
    if (at <= this.#reactedAt) return;
    this.#inRow += 1;
    if (this.#hold.active) {
      if (!this.#onTrial || ++this.#trialsRefused >= REFUSED) return this.#stop(now, refusal);
      return this.#try(now, refusal);
    }
    if (this.#limit.isTry(level)) {
      this.#limit.tryRefused();
      this.#reactedAt = now;
      return;
    }
    const isLimit = this.#inRow >= IN_A_ROW || this.#refusals() >= MORE_THAN_CHANCE;
    if (this.#pace.limited) {
      if (isLimit) return this.#stop(now, refusal);
      if (this.#pace.lower(now, this.#refusals() <= 1)) this.#reactedAt = now;
      return;
    }
    if (!isLimit) return;
    if (refusal.inFlight === 0) return this.#stop(now, refusal);
    this.#limit.freeze();
    this.#onTrial = true;
    this.#trialsRefused = 0;
    this.#trialsTaken = 0;
    this.#trialLevel = 0;
    this.#try(now, refusal);
  }

  /** Nobody is sent until a place is free, or for so long. */
  #try(now: number, { retryAfterSeconds }: Refusal): void {
    this.#hold.until(now + Math.max(TRIAL_WAITS, (retryAfterSeconds ?? 0) * 1000));
    this.#react(now);
  }

  /** Fewer in flight do not help: the rate is limited. */
  #stop(now: number, { retryAfterSeconds }: Refusal): void {
    if (this.#onTrial) this.#limit.release();
    this.#onTrial = false;
    this.#hold.begin(now, retryAfterSeconds);
    this.#react(now);
  }

  #endHold(now: number, answered: boolean): void {
    const takenAt = this.#hold.taken(now, answered);
    if (takenAt === null) return;
    if (this.#onTrial && this.#trialLevel >= FEWEST_CAPPED) {
      if (++this.#trialsTaken < TAKEN) return this.#hold.until(now + TRIAL_WAITS);
      this.#limit.cap(this.#trialLevel);
      this.#pace.begin(now);
    } else {
      if (this.#onTrial) this.#limit.release();
      this.#pace.found({ until: takenAt, refusedAt: this.#refusedAt }, now);
    }
    this.#onTrial = false;
  }

  #react(now: number): void {
    this.#reactedAt = now;
    this.#recent = [];
    this.#inRow = 0;
  }

  #note(refused: boolean): void {
    this.#recent.push(refused);
    if (this.#recent.length > RECENT) this.#recent.shift();
  }

  #refusals(): number {
    return this.#recent.filter(Boolean).length;
  }

  /**
   * What is left of a stated limit may be sent, less what went out since the request that it was
   * stated to; behind that, one for each time in which room for one comes back.
   */
  #read(
    { remaining, limit, resetSeconds }: ProviderLimits,
    { number }: Sent,
    now: number,
    retryAfterSeconds: number | null = null,
  ): void {
    const used = limit === null ? 1 : Math.max(1, limit - remaining);
    const each = (resetSeconds * 1000) / used;
    const nextAt = now + (retryAfterSeconds === null ? each : retryAfterSeconds * 1000);
    this.#announced = { left: remaining - (this.#count - number), nextAt, each };
  }
}
