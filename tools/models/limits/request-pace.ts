/** Share of the rate at which the last refusal came that is come back to quickly. */
const SAFE = 0.97;
/**
 * Growth a second: before a refusal says where the limit is, below what is known to be safe, around
 * it, and at most: it grows faster the longer ago the last refusal is.
 */
const GROWTH = { unknown: 0.3, inStorm: 1, back: 0.25, around: 0.004, most: 0.1 };
/** Share of the rate that a trial seemed to show, below which it was none: fewer a second do not help. */
const SUNK = 0.7;
/** Share of the rate that was found, below which it has to be found out whether it was one. */
const FALLEN = 0.5;
const STEP_DOWN = 0.97;
const JUST_BELOW = 0.985;
/** Least share of the rate that is kept within a second of a hold. */
const AFTER_HOLD = 0.6;
/** Seconds without one that is taken, from which on a limit is one of longer times than a second. */
const LONG = 3;
/** Requests taken of such a limit's window, from which on it is known how many fit. */
const TELLING = 3;
/** Milliseconds of lateness that are made up for. */
const MADE_UP = 150;
/** Milliseconds for which it is kept what was sent. */
const KEPT = 10_000;
/** A refusal this far below the last one's rate is no sign of the limit. */
const FAR_BELOW = 0.92;
/** Share of what is taken that are tried one after the other, to find out whether fewer a second are refused less. */
const FEWER = [0.75, 0.5];
/**
 * Requests a second below which a trial with fewer takes too long: more are tried then, so many times
 * as many.
 */
const SLOW = 10;
const MORE = 6;
/** Milliseconds over which it is measured what is taken, at least. */
const LEAST_MEASURED = 50;
/** Requests of which it is measured what is taken, where a second has fewer. */
const MEASURED = 10;
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
  /** The rate that a trial seemed to show; 0 where the limit was found by holding back. */
  #tried = 0;
  /** The rate that was found, and kept to without being refused much since; 0 before. */
  #found = 0;
  /** A rate that was no limit; 0 where none is known. */
  #free = 0;
  /** Seconds of the limit's window, where it is longer than a few. */
  #window = 1;
  /** The rate before fewer a second were tried; null while they are not. */
  #beforeTrial: number | null = null;
  #trials = 0;
  #triesMore = false;
  /** True where the rate was found in a storm: what is refused says little of it. */
  #isInStorm = false;

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

  /** True while fewer a second are tried. */
  get trying(): boolean {
    return this.#beforeTrial !== null;
  }

  /** Times as many a second as were taken, while more are tried; 0 while they are not. */
  get tryingMore(): number {
    return this.trying && this.#triesMore ? MORE : 0;
  }
  /** True where so few a second are sent that it takes long to find out anything by them. */
  get isSlow(): boolean {
    return this.#rate < SLOW;
  }

  /** Hardly anything is refused at this rate. */
  settle(): void {
    if (this.limited && !this.trying) this.#found = this.#rate;
  }

  /** It was no limit: nothing is held back. */
  release(): void {
    this.#free = this.#beforeTrial ?? 0;
    this.#rate = Infinity;
    this.#found = 0;
    this.#beforeTrial = null;
    this.#trials = 0;
  }
  /** True where it went down and down since a trial seemed to show it. */
  get sunk(): boolean {
    return this.#rate < SUNK * this.#tried;
  }
  /** True where it went down and down since it was found. */
  get fallen(): boolean {
    return this.#window === 1 && this.#rate < FALLEN * this.#found;
  }

  /**
   * Sends fewer a second than are taken, for a while.
   *
   * @param isLast true where the rate went down before, to no avail: it is tried once
   * @returns false where that was tried often enough
   */
  tryFewer(now: number, isLast = false): boolean {
    if (this.#trials >= FEWER.length) return false;
    if (isLast) this.#trials = FEWER.length - 1;
    const span = Math.min(KEPT / 2, Math.max(1000, (1000 * MEASURED) / this.#rate));
    const since = Math.max(now - span, Math.min(now - LEAST_MEASURED, this.#takenSince ?? now));
    const count = this.#latest.filter((at) => at > since && at <= now).length;
    const taken = Math.min(this.#rate, Math.max(1, (1000 * count) / (now - since)));
    this.#beforeTrial = taken;
    this.#triesMore = taken < SLOW;
    this.#set((this.#triesMore ? MORE : FEWER[this.#trials]!) * taken, now);
    this.#trials += 1;
    this.#nextAt = now;
    this.begin(now);
    return true;
  }

  /** Fewer a second are refused less: it is kept to what was taken. */
  endTrial(now: number): void {
    this.#tried = this.#beforeTrial!;
    this.#set(SAFE * this.#tried, now);
    this.#found = this.#rate;
    this.#beforeTrial = null;
    this.#trials = 0;
  }

  /**
   * The limit is one of rate. Where it took nothing for long, the rate is what was taken until
   * `until` over all that time; else what was taken in its last second,
   * and half of what was in the one before it was held back at least.
   *
   * @param refusedAt when the last one was refused
   * @param heldSince when it was held back first
   * @param isLong true where it took nothing for much longer than a second
   * @param isChance true where it may have been chance: the rate falls by half at most
   */
  found(
    {
      until,
      refusedAt,
      heldSince,
      isLong,
      isChance,
    }: {
      readonly until: number;
      readonly refusedAt: number;
      readonly heldSince: number;
      readonly isLong: boolean;
      readonly isChance: boolean;
    },
    now: number,
  ): void {
    const seconds = ((until + refusedAt) / 2 - (this.#takenSince ?? now)) / 1000;
    const burst = FALLEN * this.#inSecondBefore(heldSince);
    const measured =
      seconds > LONG ? this.#taken / seconds : Math.max(1, burst, this.#inSecondBefore(refusedAt));
    const known = Math.max(this.#found, this.#free, this.#beforeTrial ?? 0);
    const least = isChance ? FALLEN * known : 0;
    const before = this.#beforeTrial ?? this.#rate;
    // A window that others had used up: nothing is known of how many fit.
    const isTold = !isLong || this.#taken >= TELLING;
    this.#free = 0;
    this.#beforeTrial = null;
    this.#trials = 0;
    this.#tried = 0;
    this.#isInStorm = isChance;
    if (isTold) this.#set(isLong ? measured : Math.max(least, Math.min(before, measured)), now);
    else this.#set(before, now);
    this.#found = this.limited ? this.#rate : 0;
    // Of a window of minutes it is known how many fit; to find out by sending more costs the next one.
    this.#window = isLong && isTold ? seconds : 1;
    this.#ceiling = isLong && isTold ? measured : Infinity;
    this.#refusedAt = now;
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
    const seconds = (now - this.#grownAt) / 1000 / this.#window;
    if (seconds <= 0 || this.#beforeTrial !== null) return;
    this.#grownAt = now;
    const unknown = this.#isInStorm ? GROWTH.inStorm : GROWTH.unknown;
    if (this.#ceiling === Infinity) this.#rate *= 1 + unknown * seconds;
    else if (this.#rate < SAFE * this.#ceiling)
      this.#rate = Math.min(SAFE * this.#ceiling, this.#rate * (1 + GROWTH.back * seconds));
    else {
      const since = (now - this.#refusedAt) / 1000 / this.#window;
      const growth = Math.min(GROWTH.most, GROWTH.around * (1 + since ** 2 / 4));
      this.#rate *= 1 + growth * seconds;
    }
  }
}
