/** What a provider says that it still allows, beside an answer or a refusal. */
export interface ProviderLimits {
  /** Requests that may be sent before the limit is full. */
  readonly remaining: number;
  /** Requests of a full limit, where that is said. */
  readonly limit: number | null;
  /** Seconds until the limit is whole again. */
  readonly resetSeconds: number;
}

const NAMES = [
  ["x-ratelimit-remaining-requests", "x-ratelimit-limit-requests", "x-ratelimit-reset-requests"],
  ["x-ratelimit-remaining", "x-ratelimit-limit", "x-ratelimit-reset"],
  ["ratelimit-remaining", "ratelimit-limit", "ratelimit-reset"],
] as const;
const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };
/** Milliseconds between two clocks that are right: whole seconds, and the way. */
const SAME_CLOCK = 2500;
/** A reset that is a time since 1970 rather than a duration. */
const EPOCH_SECONDS = 1e9;

/**
 * Reads the headers in which providers state their limit of requests (`x-ratelimit-*-requests` of
 * OpenAI and those like it, `x-ratelimit-*`, `ratelimit-*` of the IETF draft); null where there are none or they
 * make no sense.
 */
export function readLimits(headers: unknown, now: () => number = Date.now): ProviderLimits | null {
  for (const [remainingName, limitName, resetName] of NAMES) {
    const remaining = wholeNumber(headerOf(headers, remainingName));
    const resetSeconds = secondsOf(headerOf(headers, resetName), () => serverTime(headers, now));
    if (remaining === null || resetSeconds === null) continue;
    return { remaining, resetSeconds, limit: wholeNumber(headerOf(headers, limitName)) };
  }
  return null;
}

/** One header of a Headers object or a plain record; null where it is missing. */
export function headerOf(headers: unknown, name: string): string | null {
  if (typeof headers !== "object" || headers === null) return null;
  if ("get" in headers && typeof headers.get === "function") {
    const value = (headers.get as (name: string) => unknown).call(headers, name);
    return typeof value === "string" ? value : null;
  }
  const value = (headers as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
}

/**
 * Milliseconds since 1970 by the clock of whoever answered, which is told in whole seconds; by ours
 * where it does not say, or says the same.
 */
export function serverTime(headers: unknown, now: () => number): number {
  const [stated, own] = [Date.parse(headerOf(headers, "date") ?? ""), now()];
  return Math.abs(stated - own) > SAME_CLOCK ? stated : own;
}

function wholeNumber(value: string | null): number | null {
  const number = value === null || value.trim() === "" ? NaN : Number(value.split(",")[0]);
  return Number.isFinite(number) && number >= 0 ? Math.floor(number) : null;
}

/** `1s`, `6m0s`, `120ms`, `0.5`, or a time since 1970 in seconds or milliseconds. */
function secondsOf(value: string | null, now: () => number): number | null {
  if (value === null || value.trim() === "") return null;
  const plain = Number(value);
  if (plain >= 0 && Number.isFinite(plain)) {
    if (plain < EPOCH_SECONDS) return plain;
    const at = plain < EPOCH_SECONDS * 1000 ? plain * 1000 : plain;
    return Math.max(0, (at - now()) / 1000);
  }
  const parts = [...value.trim().matchAll(/([\d.]+)(ms|s|m|h|d)/gu)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== value.trim()) return null;
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
  return Number.isFinite(seconds) ? seconds : null;
}
