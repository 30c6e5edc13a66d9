/**
 * Additive increase, multiplicative decrease (Chiu and Jain 1989) of the number of requests in
 * flight.
 */
export class ConcurrencyLimit {
  readonly #most: number;
  #value: number;
  #decreasedAt = -Infinity;

  constructor(most: number) {
    this.#most = most;
    this.#value = most;
  }

  get current(): number {
    return Math.floor(this.#value);
  }

  /** One more per as many successes as there may be in flight. */
  succeeded(): void {
    if (this.#value < this.#most) this.#value = Math.min(this.#most, this.#value + 1 / this.#value);
  }

  /** Halves, once for all requests that were under way together: they report the same overload. */
  failed(startedAt: number, now: number): void {
    if (startedAt <= this.#decreasedAt) return;
    this.#value = Math.max(1, this.#value / 2);
    this.#decreasedAt = now;
  }
}
