/** Where a larger limit begins. */
const GENTLE_START = 8;
/** Places more for each answer until a limit is met. */
const START_GROWTH = 2;
/** Answers for each place in flight before one place more is tried. */
const FIRST_PATIENCE = 8;
const PATIENCE = { least: 2, most: 64 };
/** Answers of requests above what was known to be taken, before that is taken for granted. */
const PROOF = 3;

/**
 * How many requests may be in flight: begins gently and grows fast, falls to what a provider took when
 * it refused the rest, and then tries one place more now and then, more rarely each time that is
 * refused. What fails for other reasons halves it (Chiu and Jain 1989).
 */
export class ConcurrencyLimit {
  readonly #most: number;
  #value: number;
  /** What the provider is known to take; Infinity before it refused anything. */
  #known = Infinity;
  #patience = FIRST_PATIENCE;
  #answers = 0;
  #proofs = 0;
  #answersAtMost = 0;
  #startingUp: boolean;
  #decreasedAt = -Infinity;

  /** @param start where it begins */
  constructor(most: number, start: number = GENTLE_START) {
    this.#most = most;
    this.#value = Math.min(most, start);
    this.#startingUp = most > start;
  }

  get current(): number {
    return Math.floor(this.#value);
  }

  /** True while it grows fast, before any limit is met. */
  get starting(): boolean {
    return this.#startingUp;
  }

  /** True for a request that was sent to find out whether one more is taken. */
  isTry(level: number): boolean {
    return level > this.#known;
  }

  /** An answer to a request that was the `level`-th in flight. */
  succeeded(level: number): void {
    if (this.isTry(level) && ++this.#proofs >= PROOF) {
      this.#known = this.current;
      this.#patience = Math.max(PATIENCE.least, this.#patience / 2);
      this.#proofs = 0;
    }
    if (this.#value >= this.#most) {
      // Not before they have gone out, spread over an answer's time, and were taken.
      if (this.#startingUp && ++this.#answersAtMost >= this.#most) this.#startingUp = false;
      return;
    }
    if (this.#startingUp) this.#value += START_GROWTH;
    else if (this.#known === Infinity) this.#value += 1 / this.#value;
    else if (
      this.#value <= this.#known &&
      ++this.#answers >= this.#patience * Math.max(GENTLE_START, this.#value)
    ) {
      this.#value = this.#known + 1;
      this.#answers = 0;
      this.#proofs = 0;
    }
    this.#value = Math.min(this.#most, this.#value);
  }

  /** The provider says that it takes so many requests now: all at once, where that is room for them. */
  open(room: number): void {
    if (this.#startingUp && room >= 2 * this.#most) this.#value = this.#most;
  }

  /** True once it is known how many are taken. */
  get capped(): boolean {
    return this.#known !== Infinity;
  }

  /** Grows no more before it is known what is taken. */
  freeze(): void {
    this.#startingUp = false;
  }

  /** The provider takes so many at a time and refuses the rest. */
  cap(taken: number): void {
    this.#startingUp = false;
    this.#known = Math.max(1, Math.min(taken, this.#most));
    this.#value = this.#known;
    this.#answers = 0;
    this.#proofs = 0;
  }

  /** One more was refused. */
  tryRefused(): void {
    this.#value = Math.min(this.#value, this.#known);
    this.#patience = Math.min(PATIENCE.most, this.#patience * 2);
    this.#answers = 0;
    this.#proofs = 0;
  }

  /** What was refused was not the number in flight: it grows on from where it is. */
  release(): void {
    this.#known = Infinity;
    this.#startingUp = false;
  }

  /** What was refused was no limit at all: it grows as fast as at first. */
  restart(): void {
    this.#known = Infinity;
    this.#startingUp = this.#value < this.#most;
    this.#answersAtMost = 0;
  }

  /** Halves, once for all requests that were under way together: they report the same overload. */
  failed(startedAt: number, now: number): void {
    if (startedAt <= this.#decreasedAt) return;
    this.#startingUp = false;
    this.#known = Infinity;
    this.#value = Math.max(1, this.#value / 2);
    this.#decreasedAt = now;
  }
}
