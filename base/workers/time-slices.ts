const SLICE_MILLISECONDS = 8;

/**
 * Shares the event loop's thread between pieces of work that run at once: together they take slices
 * of at most 8 ms, and between slices timers and sockets get their turn.
 *
 *     for (const text of texts) {
 *       if (slices.over) await slices.turn();
 *       work(text);
 *     }
 */
export class TimeSlices {
  readonly #milliseconds: number;
  readonly #now: () => number;
  readonly #waiting: (() => void)[] = [];
  #ends = -Infinity;
  #isPlanned = false;

  constructor({
    milliseconds = SLICE_MILLISECONDS,
    now = () => performance.now(),
  }: { readonly milliseconds?: number; readonly now?: () => number } = {}) {
    this.#milliseconds = milliseconds;
    this.#now = now;
  }

  /** True when the slice is used up: await `turn` before the next piece of work. */
  get over(): boolean {
    return this.#now() >= this.#ends;
  }

  /**
   * Resolves in a slice that has time left; those that wait resume one after the other, each when
   * the one before has done its piece.
   */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#plan();
    });
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => void this.#slice());
  }

  async #slice(): Promise<void> {
    this.#isPlanned = false;
    this.#ends = this.#now() + this.#milliseconds;
    do {
      this.#waiting.shift()?.();
      // All that the piece of work does at once is done before this goes on: a tick comes behind
      // whatever promises lead to.
      await new Promise<void>((resolve) => process.nextTick(resolve));
    } while (this.#waiting.length > 0 && !this.over);
    if (this.#waiting.length > 0) this.#plan();
  }
}

/**
 * The slices of all that a run does for each sample: kept apart by who works, the slices of one turn
 * of the event loop would add up.
 */
export const threadSlices = new TimeSlices();
