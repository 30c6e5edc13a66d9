/**
 * Seconds that a run worked, over all its processes; the time that it waits for a person does not
 * count.
 */
export class RunClock {
  readonly #before: number;
  #worked = 0;
  #startedAt: number | null = null;

  /** @param before seconds of earlier processes */
  constructor(before: number) {
    this.#before = before;
  }

  start(): void {
    this.#startedAt ??= performance.now();
  }

  stop(): void {
    if (this.#startedAt !== null) this.#worked += performance.now() - this.#startedAt;
    this.#startedAt = null;
  }

  /** Rounded to milliseconds. */
  get seconds(): number {
    const running = this.#startedAt === null ? 0 : performance.now() - this.#startedAt;
    return Math.round(this.#before * 1000 + this.#worked + running) / 1000;
  }
}
