import type { ProviderLimits } from "../limits/provider-limits.js";
import type { Clock } from "./clock.js";
import type { RateLimiter } from "./rate-window.js";

/** What an admission needs now: requests in flight, and those that wait. */
export interface AdmissionNeed {
  readonly inFlight: number;
  readonly waiting: number;
}

/** What of a provider's limits is this process's, where several processes keep them together. */
export interface AdmissionShare {
  /** Most requests in flight now. */
  readonly places: number;
  /** In place of the rates of the options; null where only the places are shared. */
  readonly rates: RateLimiter | null;
  /**
   * Tells the share what the admission needs.
   * @param changed called when there may be more room than before
   */
  serve(need: AdmissionNeed, changed: () => void): void;
  /** More is needed than there is. */
  want(): void;
}

export interface AdmissionOptions {
  /** Most requests in flight; it begins with 8 of them. Minimum 1. */
  readonly concurrency: number;
  /** Requests that it begins with instead of 8, where many at once are no load. */
  readonly start?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Times that a failed request is tried again. Default: 6. */
  readonly maxRetries?: number;
  /**
   * Failed attempts in a row that open the circuit (at least twice the concurrency is applied).
   * Rate limits in a row open it after `maxRetries` + 4. Default: 20.
   */
  readonly breakerFailures?: number;
  /** Minutes with failures only, or of a demanded wait, that open the circuit. Default: 5. */
  readonly breakerMinutes?: number;
  /** Name of the provider and model, for messages. */
  readonly name?: string;
  readonly clock?: Clock;
  /** Default: the limits are this process's alone. */
  readonly share?: AdmissionShare;
}

export interface AdmissionRequest<T> {
  /** Estimated tokens, input and output together. */
  readonly tokens: number;
  /** What it really took, from the answer. */
  readonly tokensUsed?: (result: T) => number;
  /** What the provider stated beside the answer. */
  readonly limits?: (result: T) => ProviderLimits | null;
  readonly signal?: AbortSignal;
  /** What is waited for before each try, if anything; none has its turn meanwhile. */
  readonly before?: () => Promise<void> | undefined;
}
