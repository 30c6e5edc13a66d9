import type { ErrorCode } from "../../../base/error-codes.js";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { redactSecrets } from "../../../base/redact-secrets.js";

/** What a failed call says about itself, whichever client it came through. */
interface Failure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly code?: unknown;
  readonly headers?: unknown;
  readonly cause?: unknown;
}

const HINTS: Partial<Record<ErrorCode, string>> = {
  MODEL_AUTH:
    "Set the environment variable that holds the key (apiKeyEnv, by default OPENAI_API_KEY) " +
    "and check what the key may use.",
  MODEL_BAD_REQUEST:
    "Check the model's name and settings; the provider's own words are in the message.",
  MODEL_CONNECTION: "Check that the server runs and that the base URL is right.",
};

const NETWORK_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EPIPE",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_SOCKET",
  "UND_ERR_CLOSED",
]);
const CONTEXT_EXCEEDED =
  /context_length_exceeded|maximum context length|exceeds the context window|context size|Input tokens exceed/i;

/**
 * The coded error for any failure of a client: by HTTP status, else by the error's name and code,
 * else MODEL_CONNECTION.
 *
 * The client's own error is not kept as the cause, only its redacted name and message: it holds the
 * request with its headers. Details: `status`, `retryAfterSeconds` (number or absent),
 * `contextExceeded`.
 */
export function modelError(error: unknown, model: string): DatawrightError {
  if (isDatawrightError(error)) return error;
  const failure = (
    typeof error === "object" && error !== null ? error : { message: String(error) }
  ) as Failure;
  const status = statusOf(failure);
  const said = redactSecrets(wordsOf(failure));
  const quota =
    status === 429 && /insufficient_quota|billing/i.test(`${String(failure.code)} ${said}`);
  const code = codeOf(failure, status, said);
  const retryAfter = retryAfterSeconds(failure.headers);
  const hint = quota ? "The account has no credit left; waiting does not help." : HINTS[code];
  return new DatawrightError({
    code,
    message: `${model}: ${said}`,
    ...(hint === undefined ? {} : { hint }),
    ...(quota ? { retryable: false } : {}),
    details: {
      model,
      ...(status === null ? {} : { status }),
      ...(retryAfter === null ? {} : { retryAfterSeconds: retryAfter }),
      ...(code === "MODEL_BAD_REQUEST" && CONTEXT_EXCEEDED.test(`${String(failure.code)} ${said}`)
        ? { contextExceeded: true }
        : {}),
    },
  });
}

function codeOf(failure: Failure, status: number | null, said: string): ErrorCode {
  const name = String(failure.name ?? "");
  if (status === 401 || status === 403) return "MODEL_AUTH";
  if (status === 408 || status === 504) return "MODEL_TIMEOUT";
  if (status === 429) return "MODEL_RATE_LIMIT";
  if (status !== null && status >= 500) return "MODEL_SERVER";
  if (status !== null && status >= 400) return "MODEL_BAD_REQUEST";
  if (name === "ContextOverflowError") return "MODEL_BAD_REQUEST";
  if (name === "AbortError" || name === "APIUserAbortError") return "MODEL_ABORTED";
  if (name === "TimeoutError" || name === "APIConnectionTimeoutError" || /timed? ?out/i.test(said))
    return "MODEL_TIMEOUT";
  if (name === "SyntaxError") return "MODEL_SERVER";
  if (name === "APIConnectionError" || NETWORK_CODES.has(networkCode(failure)))
    return "MODEL_CONNECTION";
  return name === "TypeError" && !/fetch failed|terminated|network/i.test(said)
    ? "MODEL_SERVER"
    : "MODEL_CONNECTION";
}

function wordsOf(failure: Failure): string {
  const message = String(failure.message ?? "").split("\n\nTroubleshooting URL:")[0] as string;
  const network = networkCode(failure);
  if (String(failure.name) === "SyntaxError") return `the answer is not JSON (${message})`;
  return network === "" || message.includes(network) ? message : `${message} (${network})`;
}

/** The system's code, which clients wrap one to three causes deep. */
function networkCode(failure: Failure): string {
  let current: Failure | undefined = failure;
  for (let depth = 0; depth < 4 && typeof current === "object" && current !== null; depth++) {
    if (typeof current.code === "string" && NETWORK_CODES.has(current.code)) return current.code;
    current = current.cause as Failure | undefined;
  }
  return "";
}

function statusOf(failure: Failure): number | null {
  const status =
    typeof failure.status === "number"
      ? failure.status
      : (failure as { response?: { status?: unknown } }).response?.status;
  return typeof status === "number" && status >= 400 ? status : null;
}

/**
 * Seconds from Retry-After (seconds or a date) or retry-after-ms; null where there is none or it
 * makes no sense.
 */
export function retryAfterSeconds(headers: unknown, now: () => number = Date.now): number | null {
  const milliseconds = Number.parseFloat(headerOf(headers, "retry-after-ms") ?? "");
  if (milliseconds >= 0) return milliseconds / 1000;
  const value = headerOf(headers, "retry-after");
  if (value === null) return null;
  const seconds = Number(value);
  if (value.trim() !== "" && seconds >= 0) return seconds;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, (date - now()) / 1000);
}

function headerOf(headers: unknown, name: string): string | null {
  if (typeof headers !== "object" || headers === null) return null;
  if ("get" in headers && typeof headers.get === "function") {
    const value = (headers.get as (name: string) => unknown).call(headers, name);
    return typeof value === "string" ? value : null;
  }
  const value = (headers as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
}
