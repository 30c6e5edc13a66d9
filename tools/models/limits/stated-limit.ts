import type { ProviderLimits } from "./provider-limits.js";

/** The request that a limit was stated to. */
interface StatedTo {
  /** When it was sent, milliseconds. */
  readonly at: number;
  /** Its place among all that were sent. */
  readonly number: number;
  /** Seconds that its refusal says to wait; null where it says none, or was answered. */
  readonly retryAfterSeconds: number | null;
  readonly refused: boolean;
}

/** Requests used of a stated limit, from which on the time for each is told from rounding. */
const TELLING = 3;
/** Times for each request that are one time. */
const ALIKE = 1.5;
/** Share and milliseconds by which a window is taken as longer than stated: requests take time to arrive. */
const MARGIN = { share: 0.01, milliseconds: 5 };
/** Requests of which it is remembered when they were sent. */
const REMEMBERED = 20_000;
/** Share of a limit that is used by others before what they leave is kept to. */
const OTHERS = 0.2;

/**
 * A limit that a provider states in its headers: room comes back bit by bit (token bucket), so that
 * each request used takes as long to come back, or a window of time opens as a whole; the second is
 * kept by not sending more than the limit within any such time.
 */
export class StatedLimit {
  #count = 0;
  /** Requests that may go out before the next is due; Infinity where nothing is known. */
  #left = Infinity;
  #nextAt = -Infinity;
  /** Milliseconds in which room for one request comes back. */
  #each = 0;
  /** The window: so many requests in so many milliseconds; null where room comes back bit by bit. */
  #window: { readonly limit: number; readonly milliseconds: number } | null = null;
  /** When the latest requests were sent, a ring. */
  readonly #sentAt: number[] = [];
  #longest = 0;
  #perRequest = { least: Infinity, most: 0 };

  /** Milliseconds until a request may be sent; 0 for now. */
  wait(now: number): number {
    const due = this.#left < 1 ? this.#nextAt - now : 0;
    return Math.max(0, due, this.#windowOpensAt() - now);
  }

  sent(now: number): void {
    this.#sentAt[this.#count % REMEMBERED] = now;
    this.#count += 1;
    if (--this.#left < 0) this.#nextAt = Math.max(this.#nextAt, now) + this.#each;
  }

  /** What is left of a stated limit may be sent, less what went out since. */
  read({ remaining, limit, resetSeconds }: ProviderLimits, to: StatedTo, now: number): void {
    const used = limit === null ? 1 : Math.max(1, limit - remaining);
    const milliseconds = resetSeconds * 1000;
    this.#longest = Math.max(this.#longest, milliseconds);
    if (used >= TELLING) {
      this.#perRequest.least = Math.min(this.#perRequest.least, milliseconds / used);
      this.#perRequest.most = Math.max(this.#perRequest.most, milliseconds / used);
    }
    const bitByBit = limit === null || this.#perRequest.most < ALIKE * this.#perRequest.least;
    this.#each = bitByBit ? milliseconds / used : this.#longest / limit;
    this.#window =
      bitByBit || limit < 1 || limit > REMEMBERED
        ? null
        : { limit, milliseconds: (1 + MARGIN.share) * this.#longest + MARGIN.milliseconds };
    this.#left = remaining - (this.#count - to.number);
    const own = this.#window;
    if (own && !to.refused && used - this.#sentBefore(to, own.milliseconds) < OTHERS * own.limit)
      this.#left = Infinity;
    const seconds = to.retryAfterSeconds;
    if (seconds !== null) this.#nextAt = now + seconds * 1000;
    else this.#nextAt = bitByBit ? now + this.#each : to.at + milliseconds;
  }

  /** When so many requests have left the window that one more fits. */
  #windowOpensAt(): number {
    const window = this.#window;
    if (window === null || this.#count < window.limit) return -Infinity;
    return this.#sentAt[(this.#count - window.limit) % REMEMBERED]! + window.milliseconds;
  }

  /** Requests of our own in the window that ends with that one. */
  #sentBefore({ number, at }: StatedTo, milliseconds: number): number {
    let first = Math.max(0, number - REMEMBERED);
    for (let end = number; first < end;) {
      const middle = (first + end) >> 1;
      if (this.#sentAt[middle % REMEMBERED]! < at - milliseconds) first = middle + 1;
      else end = middle;
    }
    return number - first;
  }
}
