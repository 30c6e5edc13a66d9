import type { DatawrightError } from "../../../base/errors.js";

/** What is asked of the others that are under way. */
export interface Others {
  /** True while nobody is under way or will be. */
  readonly idle: () => boolean;
  /** What everybody gets while the circuit is open. */
  readonly refusal: () => DatawrightError | null;
}

/**
 * Whether a provider answers others: tells a request that it fails at from a provider that is down.
 */
export class ProviderPulse {
  #sent = 0;
  /** How the request ended that was sent last of those that have ended. */
  #latest = { number: 0, answered: false };
  /** The last request that was answered. */
  #good: (() => Promise<unknown>) | undefined;
  readonly #watching = new Set<() => void>();

  get everAnswered(): boolean {
    return this.#good !== undefined;
  }

  /** @returns the request's place among all that were sent */
  sent(): number {
    return ++this.#sent;
  }

  answered(task: () => Promise<unknown>): void {
    this.#good = task;
  }

  /** @param answered null for an end that says nothing of it, such as a rate limit */
  ended(number: number, answered: boolean | null): void {
    if (answered !== null && number > this.#latest.number) this.#latest = { number, answered };
    const watching = [...this.#watching];
    this.#watching.clear();
    for (const each of watching) each();
  }

  /**
   * True where one that is sent from now on is answered. Where nobody else is under way, the last
   * one that was answered is asked once more: a run must not end on one request that the provider
   * fails at.
   *
   * @throws CIRCUIT_OPEN as soon as the circuit is
   */
  async beats({ idle, refusal }: Others): Promise<boolean> {
    const since = this.#sent;
    while (this.#latest.number <= since && !idle()) {
      await new Promise<void>((resolve) => this.#watching.add(resolve));
      const error = refusal();
      if (error) throw error;
    }
    if (this.#latest.number <= since && this.#good) {
      const number = this.sent();
      await this.#good().then(
        () => this.ended(number, true),
        () => this.ended(number, false),
      );
    }
    return this.#latest.number > since && this.#latest.answered;
  }
}
