const WINDOW_MILLISECONDS = 60_000;

/** One admitted request; its tokens are an estimate until `settle` says what they were. */
export interface RateEntry {
  readonly at: number;
  tokens: number;
}

/** Keeps to a number of requests and tokens a minute. */
export interface RateLimiter {
  readonly unlimited: boolean;
  /**
   * Milliseconds until a request of this size may start: 0 for now.
   * @param waiting requests that wait, this one among them
   */
  wait(tokens: number, now: number, waiting: number): number;
  admit(tokens: number, now: number): RateEntry;
  /** Corrects an estimate. */
  settle(entry: RateEntry, tokens: number, now: number): void;
}

/**
 * Counts requests and tokens of the last minute: in no minute are there more than the limits allow.
 */
export class RateWindow implements RateLimiter {
  readonly #requestsPerMinute: number;
  readonly #tokensPerMinute: number;
  #entries: RateEntry[] = [];
  #head = 0;
  #tokens = 0;

  constructor(limits: { readonly requestsPerMinute?: number; readonly tokensPerMinute?: number }) {
    this.#requestsPerMinute = limits.requestsPerMinute ?? Infinity;
    this.#tokensPerMinute = limits.tokensPerMinute ?? Infinity;
  }

  get unlimited(): boolean {
    return this.#requestsPerMinute === Infinity && this.#tokensPerMinute === Infinity;
  }

  /**
   * Milliseconds until a request of this size may start: 0 for now. One larger than the limit may
   * start when the minute is empty.
   */
  wait(tokens: number, now: number): number {
    this.#forget(now);
    const requests = this.#entries.length - this.#head;
    // Below one request a minute there is still room for one in the window.
    let excessRequests = requests + 1 - Math.max(1, Math.floor(this.#requestsPerMinute));
    let excessTokens = this.#tokens + tokens - this.#tokensPerMinute;
    let wait = 0;
    for (
      let index = this.#head;
      index < this.#entries.length && (excessRequests > 0 || excessTokens > 0);
      index++
    ) {
      const entry = this.#entries[index] as RateEntry;
      excessRequests -= 1;
      excessTokens -= entry.tokens;
      wait = entry.at + WINDOW_MILLISECONDS - now;
    }
    return Math.max(0, wait);
  }

  admit(tokens: number, now: number): RateEntry {
    const entry = { at: now, tokens };
    this.#entries.push(entry);
    this.#tokens += tokens;
    return entry;
  }

  /** Corrects an estimate; entries that have left the window no longer count. */
  settle(entry: RateEntry, tokens: number, now: number): void {
    this.#forget(now);
    if (now - entry.at < WINDOW_MILLISECONDS) this.#tokens += tokens - entry.tokens;
    entry.tokens = tokens;
  }

  #forget(now: number): void {
    for (
      let entry = this.#entries[this.#head];
      entry !== undefined && now - entry.at >= WINDOW_MILLISECONDS;
      entry = this.#entries[this.#head]
    ) {
      this.#tokens -= entry.tokens;
      this.#head += 1;
    }
    if (this.#head > 1024 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }
}
