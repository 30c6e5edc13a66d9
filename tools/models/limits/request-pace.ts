/** Share of the rate at which the last refusal came that is come back to quickly. */
const SAFE = 0.97;
/**
 * Growth a second: before a refusal says where the limit is, below what is known to be safe, around
 * it, and at most: it grows faster the longer ago the last refusal is.
 */
const GROWTH = { unknown: 0.3, back: 0.25, around: 0.004, most: 0.1 };
const STEP_DOWN = 0.97;
const JUST_BELOW = 0.985;
/** Least share of the rate that is kept within a second of a hold. */
const AFTER_HOLD = 0.6;
/** Seconds without one that is taken, from which on a limit is one of longer times than a second. */
const LONG = 3;
/** Milliseconds of lateness that are made up for. */
const MADE_UP = 150;
/** Milliseconds for which it is kept what was sent. */
const KEPT = 10_000;
/** A refusal this far below the last one's rate is no sign of the limit. */
const FAR_BELOW = 0.92;
/**
 * A limit of rate that is kept to refuses few: where more than that share of so many are refused,
 * it is tried whether fewer a second are refused less.
 */
const DOUBT = { of: 30, share: 0.09 };
/** Share of the rate that is tried, on so many requests; refusals that are left to chance then. */
const FEWER = { share: 0.7, of: 24, refused: 2 };
/** Requests a second below which no provider is asked. */
const SLOWEST = 1 / 60;

/**
 * Requests a second, evenly spaced: nothing is held back until a provider limits its rate, then its
 * rate is found from what it took, and kept just below.
 */
export class RequestPace {
  /** Requests a second; Infinity before a limit was met. */
  #rate = Infinity;
  /** Rate at which the last refusal came. */
  #ceiling = Infinity;
  #nextAt = -Infinity;
  #grownAt = 0;
  #refusedAt = 0;
  /** What was taken since the last time that the rate was found. */
  #taken = 0;
  /** When the requests of the last seconds were sent. */
  #latest: number[] = [];
  #takenSince: number | null = null;
  /** Outcomes of what was sent since the rate was found or last tried. */
  #outcomes: boolean[] = [];
  #outcomesSince = 0;
  /** The rate before fewer a second were tried; null while they are not. */
  #beforeTrial: number | null = null;

  get limited(): boolean {
    return this.#rate !== Infinity;
  }
  get rate(): number {
    return this.#rate;
  }

  /** Milliseconds until the next request may be sent. */
  wait(now: number): number {
    if (!this.limited) return 0;
    const wait = this.#nextAt - now;
    if (wait > 0) this.#grow(now);
    return Math.max(0, this.#nextAt - now);
  }

  sent(now: number): void {
    this.#takenSince ??= now;
    this.#taken += 1;
    this.#latest.push(now);
    if (this.#latest[0]! < now - KEPT)
      this.#latest = this.#latest.filter((at) => at >= now - KEPT / 2);
    if (!this.limited) return;
    const gap = 1000 / this.#rate;
    // What a late timer held up is made up for, not what nobody asked for.
    this.#nextAt = Math.max(this.#nextAt + gap, now - MADE_UP);
  }

  /** A request that was sent then was not taken. */
  refused(at: number): void {
    this.#taken = Math.max(0, this.#taken - 1);
    const index = this.#latest.lastIndexOf(at);
    if (index >= 0) this.#latest.splice(index, 1);
  }

  /**
   * How a request ended that was sent then.
   *
   * @returns true where refusals come as often at a lower rate: nothing is held back any more
   */
  outcome(
    at: number,
    { refused, now }: { readonly refused: boolean; readonly now: number },
  ): boolean {
    if (!this.limited || at <= this.#outcomesSince) return false;
    this.#outcomes.push(refused);
    // What is refused in a row tells as much as one of them.
    const count = this.#outcomes.filter((each, at) => each && !this.#outcomes[at - 1]).length;
    if (this.#beforeTrial !== null) {
      if (count >= FEWER.refused && this.#outcomes.length >= FEWER.of / 2) {
        this.#rate = Infinity;
        this.#endTrial(now);
        return true;
      }
      if (this.#outcomes.length >= FEWER.of) {
        this.#set(SAFE * this.#beforeTrial, now);
        this.#endTrial(now);
      }
      return false;
    }
    if (this.#outcomes.length < DOUBT.of) return false;
    if (count > DOUBT.share * DOUBT.of) {
      this.#beforeTrial = this.#rate;
      this.#set(FEWER.share * this.#rate, now);
      this.#outcomes = [];
      this.#outcomesSince = now;
    } else this.#outcomes.shift();
    return false;
  }

  #endTrial(now: number): void {
    this.#beforeTrial = null;
    this.#outcomes = [];
    this.#outcomesSince = now;
  }

  /**
   * The limit is one of rate. Where it took nothing for long, the rate is what was taken until
   * `until` over all that time; else what was taken in its last second.
   *
   * @param refusedAt when the last one was refused
   */
  found(
    { until, refusedAt }: { readonly until: number; readonly refusedAt: number },
    now: number,
  ): void {
    const seconds = ((until + refusedAt) / 2 - (this.#takenSince ?? now)) / 1000;
    const measured = seconds > LONG ? this.#taken / seconds : this.#inSecondBefore(refusedAt);
    if (!this.limited) this.#endTrial(now);
    this.#set(Math.min(this.#rate, Math.max(1, measured)), now);
    this.#ceiling = Infinity;
    this.#nextAt = now + 1000 / this.#rate;
    this.begin(now);
  }

  /**
   * A refusal at this rate.
   *
   * @param alone true where it is the only one among the latest: far below the limit it is chance
   * @returns false where it is no sign of the limit
   */
  lower(now: number, alone: boolean): boolean {
    if (this.#beforeTrial !== null) return false;
    if (alone && this.#ceiling !== Infinity && this.#rate < FAR_BELOW * this.#ceiling) return false;
    const before = this.#rate;
    // The hold is part of the second that is measured.
    const least = now - (this.#takenSince ?? now) < 1000 ? AFTER_HOLD * before : 0;
    const measured = Math.max(least, this.#inSecondBefore(now));
    this.#set(Math.max(before / 2, Math.min(STEP_DOWN * before, JUST_BELOW * (measured + 1))), now);
    this.#ceiling = Math.min(before, measured);
    this.#refusedAt = now;
    return true;
  }

  /** Measures anew what is taken. */
  begin(now: number): void {
    this.#taken = 0;
    this.#takenSince = now;
  }

  #inSecondBefore(time: number): number {
    return this.#latest.filter((at) => at > time - 1000 && at <= time).length;
  }

  #set(rate: number, now: number): void {
    this.#rate = Math.max(SLOWEST, rate);
    this.#grownAt = now;
  }

  #grow(now: number): void {
    const seconds = (now - this.#grownAt) / 1000;
    if (seconds <= 0 || this.#beforeTrial !== null) return;
    this.#grownAt = now;
    if (this.#ceiling === Infinity) this.#rate *= 1 + GROWTH.unknown * seconds;
    else if (this.#rate < SAFE * this.#ceiling)
      this.#rate = Math.min(SAFE * this.#ceiling, this.#rate * (1 + GROWTH.back * seconds));
    else {
      const since = (now - this.#refusedAt) / 1000;
      const growth = Math.min(GROWTH.most, GROWTH.around * (1 + since ** 2 / 4));
      this.#rate *= 1 + growth * seconds;
    }
  }
}
