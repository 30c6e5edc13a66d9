import { Memo } from "../../../base/memo/memo.js";

/**
 * Keeps what was computed for a list of rows as long as the list itself: a run's lists stand for
 * what is visible to a round, so clusters, scores and neighbours are computed once and not for each
 * of its orders.
 *
 * What is computed must follow from the list and the key alone, never from the order that happens
 * to ask first.
 */
export class PerList<T> {
  readonly #results = new WeakMap<readonly unknown[], Memo<Promise<T>>>();
  readonly #most: number;

  /** @param most keys that are kept for a list, the latest */
  constructor(most = 500) {
    this.#most = most;
  }

  get(list: readonly unknown[], key: string, compute: () => Promise<T>): Promise<T> {
    let kept = this.#results.get(list);
    if (!kept) this.#results.set(list, (kept = new Memo(this.#most)));
    return kept.of(key, compute);
  }
}
