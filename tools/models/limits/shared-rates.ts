import type { SharedLimits } from "../../../memory/redis/shared-limits.js";
import type { RateEntry, RateLimiter } from "../middleware/rate-window.js";

/** Most permits that are asked for at once. */
const MOST = 32;
/** Milliseconds that a permit lasts: at first and at least, and at most. */
const KEEP = { least: 50, most: 1000 };
/** Milliseconds until it is asked again though Redis did not answer. */
const PATIENCE = 1000;

interface Stock {
  requests: number;
  tokens: number;
  readonly until: number;
  readonly at: number;
}
const NONE: Stock = { requests: 0, tokens: 0, until: -Infinity, at: 0 };

/**
 * Keeps to a number of requests and tokens a minute together with other processes: permits come
 * from Redis, a few at a time, last for a moment, and go back where they were not used.
 */
export class SharedRates implements RateLimiter {
  readonly unlimited = false;
  readonly #limits: SharedLimits;
  readonly #provider: string;
  readonly #rate: {
    readonly requestsPerMinute: number | undefined;
    readonly tokensPerMinute: number | undefined;
  };
  readonly #now: () => number;
  #stock: Stock = NONE;
  #keep = KEEP.least;
  #asking = false;
  #retryAt = -Infinity;
  /** Tokens that estimates were too large by, to be given back. */
  #tooMany = 0;
  #lastAt = 0;
  #changed: () => void = () => {};

  constructor(
    limits: SharedLimits,
    options: {
      readonly provider: string;
      readonly requestsPerMinute: number | undefined;
      readonly tokensPerMinute: number | undefined;
      readonly now: () => number;
    },
  ) {
    this.#limits = limits;
    this.#provider = options.provider;
    this.#rate = options;
    this.#now = options.now;
  }

  /** @param changed called when permits have come */
  serve(changed: () => void): void {
    this.#changed = changed;
  }

  wait(tokens: number, now: number, waiting: number): number {
    if (this.#has(tokens, now)) return 0;
    if (this.#asking) return PATIENCE;
    if (now < this.#retryAt) return this.#retryAt - now;
    void this.#ask(tokens, waiting);
    return PATIENCE;
  }

  admit(tokens: number, now: number): RateEntry {
    this.#stock.requests -= 1;
    this.#stock.tokens -= tokens;
    return { at: now, tokens };
  }

  settle(entry: RateEntry, tokens: number): void {
    if (this.#rate.tokensPerMinute !== undefined) this.#tooMany += entry.tokens - tokens;
    entry.tokens = tokens;
  }

  #has(tokens: number, now: number): boolean {
    const { requests, until } = this.#stock;
    return (
      requests > 0 &&
      now < until &&
      (this.#rate.tokensPerMinute === undefined || this.#stock.tokens >= tokens)
    );
  }

  async #ask(firstTokens: number, waiting: number): Promise<void> {
    this.#asking = true;
    const left = this.#stock;
    const tooMany = this.#tooMany;
    this.#stock = NONE;
    this.#tooMany = 0;
    const requests = Math.min(MOST, Math.max(1, waiting));
    const askedAt = this.#now();
    const keep = this.#keep;
    try {
      const permits = await this.#limits.permits(this.#provider, {
        ...this.#rate,
        requests,
        firstTokens,
        tokens: firstTokens * requests,
        keep,
        back: {
          requests: left.requests,
          tokens: (this.#rate.tokensPerMinute === undefined ? 0 : left.tokens) + tooMany,
          at: left.at || this.#lastAt,
        },
      });
      this.#lastAt = permits.at;
      const now = this.#now();
      // Permits that came too late are given back with the next question.
      this.#keep =
        now - askedAt > keep / 2 ? Math.min(KEEP.most, keep * 2) : Math.max(KEEP.least, keep * 0.9);
      this.#stock = {
        requests: permits.requests,
        tokens: permits.tokens,
        until: askedAt + keep,
        at: permits.at,
      };
      this.#retryAt = permits.requests > 0 ? -Infinity : now + permits.wait;
    } catch {
      // The connection is made again by itself; nothing is sent meanwhile.
      this.#retryAt = this.#now() + PATIENCE;
    } finally {
      this.#asking = false;
      this.#changed();
    }
  }
}
