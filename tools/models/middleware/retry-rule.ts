import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { hash32 } from "../../../base/statistics/hash.js";

/** Seconds before the second try, by what they grow and up to what. */
const BACKOFF = { first: 0.5, growth: 2, longest: 30 };
/** Of a rate limit that says nothing: how many go out altogether is held to elsewhere. */
const LIMIT_BACKOFF = { first: 0.15, growth: 1.5, longest: 3 };
/** Errors that speak of the provider's state: they are tried again and counted by the circuit. */
const PROVIDER_TROUBLE = new Set([
  "MODEL_RATE_LIMIT",
  "MODEL_SERVER",
  "MODEL_CONNECTION",
  "MODEL_TIMEOUT",
]);

/** Tries for a server that is not there, before it ever answered: about a second. */
const UNREACHABLE_TRIES = 3;
/** A rate limit passes: a request that meets it is given up after so many times as many tries. */
const LIMIT_TRIES = 4;
/** Rate limits in a row that open the circuit, above the retries of a request. */
const LIMITS_ABOVE_RETRIES = 4;
/**
 * Milliseconds for which a provider may refuse everything and not say until when: the window of a
 * limit a minute that is used up opens again.
 */
const LIMIT_WINDOW = 75_000;

/** What of rate limits opens the circuit. */
export function circuitLimits(maxRetries: number): { limits: number; limitWindow: number } {
  return { limits: maxRetries + LIMITS_ABOVE_RETRIES, limitWindow: LIMIT_WINDOW };
}

/** How often a failure is tried in all. */
export function mostTries(
  error: DatawrightError,
  { maxRetries, everAnswered }: { readonly maxRetries: number; readonly everAnswered: boolean },
): number {
  if (error.code === "MODEL_RATE_LIMIT") return LIMIT_TRIES * (maxRetries + 1);
  return error.details["unreachable"] === true && !everAnswered
    ? Math.min(UNREACHABLE_TRIES, maxRetries + 1)
    : maxRetries + 1;
}

/** True for a failure that speaks of the provider's state and may pass when it is tried again. */
export function mayPass(error: unknown): error is DatawrightError {
  return isDatawrightError(error) && PROVIDER_TROUBLE.has(error.code) && error.retryable;
}

/**
 * Seconds before the next attempt: 0.5, doubled each time up to 30 (of a rate limit 0.15, half as long again up to 3),
 * times a factor between 0.5 and 1 that follows from the request's number.
 */
export function backoffSeconds(at: {
  readonly attempt: number;
  readonly number: number;
  readonly rateLimited: boolean;
}): number {
  const jitter = 0.5 + hash32(`${at.number}:${at.attempt}`) / 2 ** 33;
  const { first, growth, longest } = at.rateLimited ? LIMIT_BACKOFF : BACKOFF;
  return Math.min(longest, first * growth ** at.attempt) * jitter;
}

/**
 * The same failure, with how often it was tried.
 *
 * @param othersAnswered true where the provider answered others meanwhile: it is this request that
 *        it fails at
 */
export function exhausted(
  error: DatawrightError,
  {
    attempts,
    othersAnswered,
  }: { readonly attempts: number; readonly othersAnswered?: boolean | undefined },
): DatawrightError {
  return new DatawrightError({
    code: error.code,
    message: attempts === 1 ? error.message : `${error.message} (after ${attempts} attempts)`,
    details: { ...error.details, attempts, othersAnswered },
    cause: error,
    hint: error.hint,
    retryable: error.retryable,
  });
}
