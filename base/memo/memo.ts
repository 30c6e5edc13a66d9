import { LRUCache } from "lru-cache";

/**
 * Values by key, made when they are first asked for; of more than `most` the one that was asked for
 * longest ago goes.
 *
 * What is made must follow from the key alone. A promise is shared by all who ask meanwhile, and
 * forgotten when it is rejected, so that a later asker tries again.
 */
export class Memo<T extends object | string | number | boolean> {
  readonly #kept: LRUCache<string, T>;

  /** @param most values kept, 1 or more */
  constructor(most: number) {
    // Not `max`: it takes the memory for all values at once, and most memos stay small.
    this.#kept = new LRUCache({ maxSize: Math.max(1, most), sizeCalculation: () => 1 });
  }

  /** The value of a key, made if it is not kept. */
  of(key: string, make: () => T): T {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#kept.set(key, made);
    if (isPromise(made))
      made.catch(() => {
        if (this.#kept.peek(key) === made) this.#kept.delete(key);
      });
    return made;
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Partial<Promise<unknown>>).catch === "function";
}
