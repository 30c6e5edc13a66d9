import type { ProviderLimits } from "./provider-limits.js";
import { ConcurrencyLimit } from "./concurrency-limit.js";
import { Hold } from "./hold.js";
import { RefusalShare } from "./refusal-share.js";
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

/** Refused in a row with nothing under way that are no chance. */
const IN_A_ROW = { usual: 4, frequent: 6 };
/** Share of refusals by chance, up to which each is taken for one of a limit that is kept to. */
const RARE = 0.02;
/** Share up to which refusals that come however few are sent are chance. */
const SELDOM = 0.15;
/** Outcomes of a trial of fewer a second, and rows of refusals that are left to chance then. */
const TRIAL = { of: 24, early: 12, rows: 2 };
/**
 * Requests that are taken, each in the place of one that was answered, until the limit is known to
 * be one of the number in flight; and refused, until it is known to be none.
 */
const TAKEN = 3;
const REFUSED = 2;
/** Fewer in flight are held to by the rate. */
const FEWEST_CAPPED = 3;
/** Milliseconds after which one that is under way counts as not failing, at least. */
const LEAST_TAKEN_AFTER = 50;
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
  readonly #refusals = new RefusalShare();
  readonly #failures = new RefusalShare();
  /** Requests sent before this report what was reacted to already. */
  #reactedAt = -Infinity;
  #refusedAt = 0;
  /** True while one request finds out whether fewer in flight help. */
  #onTrial = false;
  #trialLevel = 0;
  #trialsRefused = 0;
  #trialsTaken = 0;
  /** True once a trial of more a second told a limit: it is not asked as soon again. */
  #isTold = false;
  #count = 0;
  readonly #stated = new StatedLimit();
  /** Milliseconds until an answer, smoothed; 0 before the first. */
  #latency = 0;
  /** When the next one may go out while the number in flight grows fast. */
  #nextStartAt = -Infinity;
  /** Until when the places that were found are filled one by one: it may be another limit. */
  #spreadUntil = -Infinity;

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
    this.#refusals.sent(this.#count, now);
    this.#failures.sent(this.#count, now);
    return { at: now, level: inFlight, number: this.#count };
  }

  answered(sent: Sent, now: number, limits: ProviderLimits | null): void {
    this.#ended(sent, null, now);
    const latency = now - sent.at;
    this.#latency = this.#latency === 0 ? latency : 0.8 * this.#latency + 0.2 * latency;
    this.#hold.answered();
    // On trial: now that a place is free, one may ask whether it is taken.
    if (this.#onTrial) this.#hold.release(now);
    else if (sent.at > this.#reactedAt) this.#endHold(now, true);
    this.#limit.succeeded(sent.level);
    if (this.#refusals.clean) this.#pace.settle();
    this.#judgeTrial(now);
    if (limits) {
      this.#limit.open(limits.remaining);
      this.#stated.read(limits, { ...sent, retryAfterSeconds: null, refused: false }, now);
    }
  }

  /** The provider failed for a reason of its own. */
  failed(sent: Sent, now: number): void {
    this.#ended(sent, "failed", now);
    if (!this.#failures.isLimit) return;
    this.#limit.failed(sent.at, now);
    this.#failures.restart(now);
  }

  /** The provider refused a request because of a limit. */
  refused(sent: Sent, now: number, refusal: Refusal): void {
    const { at, level } = sent;
    this.#hold.refused(now - at);
    this.#pace.refused(at);
    this.#ended(sent, "refused", now);
    if (this.#pace.tryingMore > 0) return void this.#judgeTrial(now);
    if (this.#pace.trying && this.#refusals.inRow >= IN_A_ROW.frequent)
      return this.#stop(now, refusal);
    if (this.#judgeTrial(now)) return;
    this.#refusedAt = now;
    if (refusal.limits) {
      const { retryAfterSeconds } = refusal;
      this.#stated.read(refusal.limits, { ...sent, retryAfterSeconds, refused: true }, now);
      // It says itself why, and when to ask again: nothing has to be found out.
      if (refusal.limits.remaining < 1 && !this.#refusals.isLimit) return;
    }
    if (at <= this.#reactedAt) return;
    if (this.#hold.active) {
      if (!this.#onTrial || ++this.#trialsRefused >= REFUSED) return this.#stop(now, refusal);
      return this.#try(now, refusal);
    }
    if (this.#limit.isTry(level)) {
      this.#limit.tryRefused();
      this.#reactedAt = now;
      return;
    }
    const isLimit = this.#isLimit(refusal);
    if (
      !isLimit &&
      this.#refusals.isDoubtful(this.#pace.isSlow && !this.#isTold) &&
      !this.#pace.trying
    )
      return this.#tryFewer(now);
    if (this.#pace.limited) {
      if (isLimit) return this.#stop(now, refusal);
      if (this.#pace.trying || (this.#refusals.byChance > RARE && !this.#refusals.above)) return;
      // Refused as often however few are sent: chance may have seemed to be a limit.
      if (this.#pace.fallen) return this.#tryFewer(now, true);
      if (this.#pace.lower(now, this.#refusals.refused <= 1)) {
        this.#reactedAt = now;
        this.#refusals.excuse(now);
      }
      // Rarely refused at any rate: there is nothing to find out.
      if (this.#pace.sunk && this.#refusals.average < SELDOM) this.#leaveToChance(now);
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

  #isLimit({ inFlight }: Refusal): boolean {
    const often = this.#refusals.byChance > 0 ? "frequent" : "usual";
    return this.#refusals.isLimit || (inFlight === 0 && this.#refusals.inRow >= IN_A_ROW[often]);
  }

  /** A few are refused now and then: a limit that is just above, or chance. */
  #tryFewer(now: number, isLast = false): void {
    // What more a second would be refused is told by themselves.
    if (this.#pace.tryFewer(now, isLast) && this.#pace.tryingMore === 0)
      this.#refusals.learnChance();
    this.#react(now);
  }

  /** @returns true where a trial ended */
  #judgeTrial(now: number): boolean {
    if (!this.#pace.trying) return false;
    const { seen, rows } = this.#refusals;
    if (this.#pace.tryingMore > 0) return this.#judgeMore(now);
    const asOften = rows >= TRIAL.rows && seen >= TRIAL.early;
    if (!asOften && seen < TRIAL.of) return false;
    if (asOften && this.#pace.tryFewer(now)) this.#refusals.learnChance();
    else {
      if (asOften) this.#leaveToChance(now);
      else {
        this.#pace.endTrial(now);
        this.#refusals.forgetChance();
      }
    }
    this.#react(now);
    return true;
  }

  /** @returns true where a trial of more a second ended: of a limit, most of them are refused */
  #judgeMore(now: number): boolean {
    const verdict = this.#refusals.judge(this.#pace.tryingMore);
    if (verdict === null) return false;
    if (verdict === "chance") this.#leaveToChance(now);
    else {
      this.#pace.endTrial(now);
      this.#refusals.forgetChance();
      this.#isTold = true;
    }
    this.#react(now);
    return true;
  }

  /** Fewer a second are refused as often. */
  #leaveToChance(now: number): void {
    this.#isTold = false;
    this.#refusals.learnChance();
    this.#pace.release();
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
      const isChance = this.#refusals.byChance > SELDOM;
      const { since: heldSince, wasLong: isLong } = this.#hold;
      const found = { until: takenAt, refusedAt: this.#refusedAt, heldSince, isLong };
      this.#pace.found({ ...found, isChance }, now);
    }
    this.#onTrial = false;
  }

  #react(now: number): void {
    this.#reactedAt = now;
    this.#refusals.restart(now);
  }

  #ended({ number }: Sent, end: "refused" | "failed" | null, now: number): void {
    this.#refusals.ended(number, end === "refused", { now, takenAfter: this.#hold.takenAfter });
    const takenAfter = Math.max(LEAST_TAKEN_AFTER, 2 * this.#latency);
    this.#failures.ended(number, end === "failed", { now, takenAfter });
  }
}
