import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { hash32 } from "../../../base/statistics/hash.js";

const BACKOFF_SECONDS = 0.5;
const LONGEST_BACKOFF_SECONDS = 30;
/** Errors that speak of the provider's state: they are tried again and counted by the circuit. */
const PROVIDER_TROUBLE = new Set([
  "MODEL_RATE_LIMIT",
  "MODEL_SERVER",
  "MODEL_CONNECTION",
  "MODEL_TIMEOUT",
]);

/** True for a failure that speaks of the provider's state and may pass when it is tried again. */
export function mayPass(error: unknown): error is DatawrightError {
  return isDatawrightError(error) && PROVIDER_TROUBLE.has(error.code) && error.retryable;
}

/**
 * Seconds before the next attempt: 0.5, doubled each time up to 30, times a factor between 0.5 and
 * 1 that follows from the request's number.
 */
export function backoffSeconds(at: { readonly attempt: number; readonly number: number }): number {
  const jitter = 0.5 + hash32(`${at.number}:${at.attempt}`) / 2 ** 33;
  return Math.min(LONGEST_BACKOFF_SECONDS, BACKOFF_SECONDS * 2 ** at.attempt) * jitter;
}

/** The same failure, with how often it was tried. */
export function exhausted(error: DatawrightError, attempts: number): DatawrightError {
  return new DatawrightError({
    code: error.code,
    message: `${error.message} (after ${attempts} attempts)`,
    details: { ...error.details, attempts },
    cause: error,
    hint: error.hint,
  });
}
