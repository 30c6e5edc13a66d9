/** One that waits for its turn. */
export interface Waiter<Entry> {
  /** True for a request that tries again. */
  readonly again: boolean;
  readonly tokens: number;
  readonly admit: (entry: Entry) => void;
  readonly refuse: (error: unknown) => void;
}

/**
 * Who waits to be sent: first come, first served, those that try again before those that have not
 * started yet. Anybody may leave at any time.
 */
export class TurnQueue<Entry> {
  readonly #fresh = new Set<Waiter<Entry>>();
  readonly #again = new Set<Waiter<Entry>>();

  get size(): number {
    return this.#fresh.size + this.#again.size;
  }

  add(waiter: Waiter<Entry>): Waiter<Entry> {
    (waiter.again ? this.#again : this.#fresh).add(waiter);
    return waiter;
  }

  /** Whose turn is next. */
  first(): Waiter<Entry> | undefined {
    const queue = this.#again.size > 0 ? this.#again : this.#fresh;
    return queue.size > 0 ? (queue.values().next().value as Waiter<Entry>) : undefined;
  }

  delete(waiter: Waiter<Entry>): void {
    (waiter.again ? this.#again : this.#fresh).delete(waiter);
  }

  /** Empties the queue. */
  takeAll(): readonly Waiter<Entry>[] {
    const all = [...this.#again, ...this.#fresh];
    this.#again.clear();
    this.#fresh.clear();
    return all;
  }
}
