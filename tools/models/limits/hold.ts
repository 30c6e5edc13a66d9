/** Milliseconds of the first holds where the provider names no time; doubled while it lasts. */
const FIRST_HOLD = 350;
const SHORT_HOLDS = 4;
const LONGEST_HOLD = 30_000;
/** Share of the time that nothing was taken, after which it is asked again where no time is named. */
const SHARE = 0.2;
/** Times that nothing was taken, which are not chance, and last longer than a window of seconds. */
const LONG_ROWS = 9;
/** A request that a provider refuses comes back at once: one that is out for so long is taken. */
const TAKEN_AFTER_REFUSALS = 3;
const TAKEN_AFTER = { least: 15, most: 1000 };

/**
 * Stops everybody while a provider takes nothing: one request at a time finds out whether it does
 * again, later each time.
 */
export class Hold {
  #until: number | null = null;
  #tries = 0;
  /** Those of the last hold. */
  #rows = 0;
  /** When the first of them began. */
  #since = 0;
  /** When the one that is to find out was sent. */
  #probeSentAt: number | null = null;
  /** Milliseconds in which refusals come back, smoothed. */
  #refusalMilliseconds = 0;

  get active(): boolean {
    return this.#until !== null;
  }

  /** When the last one began, or the first of those in vain. */
  get since(): number {
    return this.#since;
  }
  /** True where the last one was asked so often in vain that a window of seconds would have passed. */
  get wasLong(): boolean {
    return this.#rows >= LONG_ROWS;
  }

  /** Milliseconds until a request may be sent; 0 for now. */
  wait(now: number): number {
    if (this.#until === null) return 0;
    return Math.max(0, this.#until - now);
  }

  /** Begins, or goes on after another refusal. */
  begin(now: number, retryAfterSeconds: number | null): void {
    if (this.#tries === 0) this.#since = now;
    const doubled = FIRST_HOLD * 2 ** Math.max(0, this.#tries - SHORT_HOLDS);
    // The end of a window is not missed by much.
    const share = Math.max(FIRST_HOLD, SHARE * (now - this.#since));
    const milliseconds = Math.min(LONGEST_HOLD, retryAfterSeconds === null ? share : doubled);
    this.#tries += 1;
    this.#probeSentAt = null;
    this.#until = Math.max(
      this.#until ?? 0,
      now + Math.max(milliseconds, (retryAfterSeconds ?? 0) * 1000),
    );
  }

  /** Begins for as long as that, or until it is released. */
  until(at: number): void {
    this.#until = at;
    this.#probeSentAt = null;
  }

  /** One request may find out now. */
  release(now: number): void {
    if (this.#probeSentAt === null) this.#until = now;
  }

  /** A request goes out: those behind it wait until it is known to be taken. */
  sent(now: number): void {
    if (this.#until === null) return;
    this.#probeSentAt = now;
    this.#until = now + this.takenAfter;
  }

  /** When the request that found out was sent, once it is taken; the hold is over then. */
  taken(now: number, answered: boolean): number | null {
    const sentAt = this.#probeSentAt;
    if (sentAt === null || (!answered && now - sentAt < this.takenAfter)) return null;
    this.#until = null;
    this.#probeSentAt = null;
    this.#rows = this.#tries;
    if (answered) this.#tries = 0;
    return sentAt;
  }

  refused(milliseconds: number): void {
    this.#refusalMilliseconds =
      this.#refusalMilliseconds === 0
        ? milliseconds
        : 0.8 * this.#refusalMilliseconds + 0.2 * milliseconds;
  }

  /** The provider answers: the next hold begins short. */
  answered(): void {
    if (this.#until === null) this.#tries = 0;
  }

  /** Milliseconds after which a request that was not refused is taken. */
  get takenAfter(): number {
    const milliseconds = TAKEN_AFTER_REFUSALS * this.#refusalMilliseconds;
    return Math.min(TAKEN_AFTER.most, Math.max(TAKEN_AFTER.least, milliseconds));
  }
}
