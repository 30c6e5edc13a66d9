import type { ProviderLimits } from "./provider-limits.js";
import { ConcurrencyLimit } from "./concurrency-limit.js";
import { Hold } from "./hold.js";
import { RequestPace } from "./request-pace.js";
import { StatedLimit } from "./stated-limit.js";

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

/** Outcomes that a refusal is judged among. */
const RECENT = 24;
/**
 * Refusals among them, or in a row, that are more than chance: one in ten may be, and more once
 * refusals were found to follow neither the rate nor the number in flight.
 */
const MORE_THAN_CHANCE = { usual: 8, frequent: 14 };
const IN_A_ROW = { usual: 4, frequent: 6 };
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
  readonly #stated = new StatedLimit();
  /** Milliseconds until an answer, smoothed; 0 before the first. */
  #latency = 0;
  /** When the next one may go out while the number in flight grows fast. */
  #nextStartAt = -Infinity;
  /** Until when the places that were found are filled one by one: it may be another limit. */
  #spreadUntil = -Infinity;
  /** Refusals come by chance, whatever is sent. */
  #byChance = false;

  /** @param start places that it begins with; default: a few */
  constructor(most: number, start?: number) {
    this.#limit = new ConcurrencyLimit(most, start);
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
    return Math.max(
      this.#stated.wait(now),
      this.#pace.wait(now),
      this.#limit.starting || now < this.#spreadUntil ? this.#nextStartAt - now : 0,
    );
  }

  sent(now: number, inFlight: number): Sent {
    if (this.#onTrial) this.#trialLevel = Math.max(this.#trialLevel, inFlight);
    this.#hold.sent(now);
    this.#pace.sent(now);
    // Spread over the time of an answer: of a burst, all would be refused that are above a limit.
    this.#nextStartAt =
      Math.max(this.#nextStartAt, now) + this.#latency / (2 * this.#limit.current);
    this.#stated.sent(now);
    this.#count += 1;
    return { at: now, level: inFlight, number: this.#count };
  }

  answered(sent: Sent, now: number, limits: ProviderLimits | null): void {
    this.#note(false);
    this.#inRow = 0;
    const latency = now - sent.at;
    this.#latency = this.#latency === 0 ? latency : 0.8 * this.#latency + 0.2 * latency;
    this.#hold.answered();
    // On trial: now that a place is free, one may ask whether it is taken.
    if (this.#onTrial) this.#hold.release(now);
    else if (sent.at > this.#reactedAt) this.#endHold(now, true);
    this.#limit.succeeded(sent.level);
    if (this.#pace.outcome(sent.at, { refused: false, now })) this.#leaveToChance(now);
    if (limits)
      this.#stated.read(limits, { ...sent, retryAfterSeconds: null, refused: false }, now);
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
    if (this.#pace.outcome(at, { refused: true, now })) return this.#leaveToChance(now);
    this.#refusedAt = now;
    if (refusal.limits) {
      const { retryAfterSeconds } = refusal;
      this.#stated.read(refusal.limits, { ...sent, retryAfterSeconds, refused: true }, now);
      // It says itself why, and when to ask again: nothing has to be found out.
      if (refusal.limits.remaining < 1 && this.#refusals() < MORE_THAN_CHANCE.usual) return;
    }
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
    const often = this.#byChance ? "frequent" : "usual";
    const isLimit = this.#inRow >= IN_A_ROW[often] || this.#refusals() >= MORE_THAN_CHANCE[often];
    if (this.#pace.limited) {
      if (isLimit) return this.#stop(now, refusal);
      if (this.#pace.lower(now, this.#refusals() <= 1)) this.#reactedAt = now;
      return;
    }
    if (!isLimit) return;
    // Where the number in flight is what is limited, no more than that many are sent.
    if (refusal.inFlight === 0 || this.#limit.capped) return this.#stop(now, refusal);
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
    if (this.#onTrial || this.#limit.capped) this.#limit.release();
    this.#onTrial = false;
    this.#hold.begin(now, retryAfterSeconds);
    this.#react(now);
  }

  /** Fewer a second are refused as often. */
  #leaveToChance(now: number): void {
    this.#byChance = true;
    this.#limit.restart();
    this.#react(now);
  }

  #endHold(now: number, answered: boolean): void {
    const takenAt = this.#hold.taken(now, answered);
    if (takenAt === null) return;
    if (this.#onTrial && this.#trialLevel >= FEWEST_CAPPED) {
      if (++this.#trialsTaken < TAKEN) return this.#hold.until(now + TRIAL_WAITS);
      this.#limit.cap(this.#trialLevel);
      this.#spreadUntil = now + this.#latency;
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
}
