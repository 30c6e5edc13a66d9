import type { ErrorCode } from "../../../base/error-codes.js";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { redactSecrets } from "../../../base/redact-secrets.js";
import { headerOf, readLimits, serverTime } from "../limits/provider-limits.js";
import { refusalSubject, type RefusalSubject } from "./provider-words.js";

/** What a failed call says about itself, whichever client it came through. */
interface Failure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly error?: unknown;
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
  MODEL_QUOTA:
    "The account has no credit left; waiting does not help. Add credit or raise its limit at the " +
    "provider, then resume the run.",
  MODEL_CONTENT_FILTER:
    "Reword the description, the label or the condition that it names, or take another model.",
  MODEL_CONTEXT_LENGTH:
    "Show fewer or shorter demonstrations and sources, or take a model with a longer context.",
};
const CODE_OF: Readonly<Record<RefusalSubject, ErrorCode>> = {
  quota: "MODEL_QUOTA",
  "content-filter": "MODEL_CONTENT_FILTER",
  "context-length": "MODEL_CONTEXT_LENGTH",
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
/** Nothing listens there, or there is no such host: asking again at once changes nothing. */
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND"]);
/** Characters of an error's body in which the provider's words are looked for. */
const MOST_BODY = 4000;

/**
 * The coded error for any failure of a client: by HTTP status, else by the error's name and code,
 * else MODEL_CONNECTION.
 *
 * The client's own error is not kept as the cause, only its redacted name and message: it holds the
 * request with its headers. Details: `status`, `retryAfterSeconds` (number or absent),
 * `unreachable` where nobody listens, `limits` where the provider says what it allows.
 *
 * @param options.address where the client asks: said where nothing answers there
 */
export function modelError(
  error: unknown,
  model: string,
  { address }: { readonly address?: string } = {},
): DatawrightError {
  const own = ownError(error);
  if (own) return own;
  const failure = (
    typeof error === "object" && error !== null ? error : { message: String(error) }
  ) as Failure;
  const status = statusOf(failure);
  const said = redactSecrets(wordsOf(failure));
  const subject = refusalSubject(status, `${said} ${codesOf(failure)}`);
  const code = subject === null ? codeOf(failure, status, said) : CODE_OF[subject];
  const retryAfter = retryAfterSeconds(failure.headers);
  const hint = HINTS[code];
  const limits = status === 429 ? readLimits(failure.headers) : null;
  const network = networkCode(failure);
  const isUnreachable = code === "MODEL_CONNECTION" && UNREACHABLE.has(network);
  return new DatawrightError({
    code,
    message:
      isUnreachable && address !== undefined
        ? `${model}: nothing answers at ${redactSecrets(address)} (${network})`
        : `${model}: ${said}`,
    ...(hint === undefined ? {} : { hint }),
    details: {
      model,
      ...(status === null ? {} : { status }),
      ...(retryAfter === null ? {} : { retryAfterSeconds: retryAfter }),
      ...(limits === null ? {} : { limits }),
      ...(isUnreachable ? { unreachable: true } : {}),
    },
  });
}

/** Ours, which a client may have wrapped. */
function ownError(error: unknown): DatawrightError | null {
  let current = error;
  for (let depth = 0; depth < 4 && current !== undefined; depth++) {
    if (isDatawrightError(current)) return current;
    current = (current as { readonly cause?: unknown } | null)?.cause;
  }
  return null;
}

function codeOf(failure: Failure, status: number | null, said: string): ErrorCode {
  const name = String(failure.name ?? "");
  if (status === 401 || status === 403) return "MODEL_AUTH";
  if (status === 408 || status === 504) return "MODEL_TIMEOUT";
  if (status === 429) return "MODEL_RATE_LIMIT";
  if (status !== null && status >= 500) return "MODEL_SERVER";
  if (status !== null && status >= 400) return "MODEL_BAD_REQUEST";
  if (name === "ContextOverflowError") return "MODEL_CONTEXT_LENGTH";
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

/** What the provider says beside its message; only looked at, never kept. */
function codesOf({ code, type, error }: Failure): string {
  let body = "";
  try {
    body = JSON.stringify(error) ?? "";
  } catch {
    // a body that refers to itself says nothing more
  }
  return `${String(code ?? "")} ${String(type ?? "")} ${body.slice(0, MOST_BODY)}`;
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
 * makes no sense. A date is one of the server's clock, which `date` tells: ours may be wrong.
 */
export function retryAfterSeconds(headers: unknown, now: () => number = Date.now): number | null {
  const milliseconds = Number.parseFloat(headerOf(headers, "retry-after-ms") ?? "");
  if (milliseconds >= 0) return milliseconds / 1000;
  const value = headerOf(headers, "retry-after");
  if (value === null) return null;
  const seconds = Number(value);
  if (value.trim() !== "" && seconds >= 0) return seconds;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, (date - serverTime(headers, now)) / 1000);
}
