import { setTimeout as wait } from "node:timers/promises";
import { redactKeyBytes, redactKeys, redactSecrets } from "../../../base/redact-secrets.js";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";

const MOST_REDIRECTS = 5;
const MOST_TRIES = 3;
/**
 * Seconds before the second try; the third waits twice as long. A server's own word goes before, up
 * to the longest.
 */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 60;
const WORTH_ANOTHER_TRY = new Set([408, 425, 429, 500, 502, 503, 504]);

export interface FetchRequest {
  readonly url: string;
  /** How messages call it, where the address holds a key. Default: the address. */
  readonly name?: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface FetchLimits {
  /** Seconds for one answer, its body included. */
  readonly timeout: number;
  readonly maxBytes: number;
  /** Whether an address may be asked, redirects included. */
  readonly allows: (url: URL) => boolean;
  /** Called before each request, to keep the pace of its host. */
  readonly pace?: (url: URL) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Waits for some milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

export interface FetchedBytes {
  /** Address that answered, after redirects. */
  readonly url: string;
  /** Media type in lower case, without parameters; empty where the server does not say. */
  readonly type: string;
  readonly charset?: string;
  readonly bytes: Uint8Array;
}

/**
 * Fetches an address: redirects are followed by hand and only where they are allowed, the body is
 * read up to a limit, and what may pass (429, 5xx, a lost connection) is asked for three times.
 *
 * @throws FETCH_REFUSED for an address or redirect that is not allowed, or a body above the limit;
 *         FETCH_FAILED with `details.status` for an error of the server, a lost connection or a
 *         timeout; INTERRUPTED
 */
export async function fetchBytes(
  request: FetchRequest,
  limits: FetchLimits,
): Promise<FetchedBytes> {
  const sleep =
    limits.sleep ??
    ((milliseconds: number) => wait(milliseconds, undefined, { signal: limits.signal }));
  for (let attempt = 1; ; attempt++) {
    try {
      return await followRedirects(request, limits);
    } catch (error) {
      const failure = limits.signal?.aborted
        ? interrupted(error)
        : asFailure(error, request, limits);
      const { status, retryAfter } = failure.details as { status?: number; retryAfter?: number };
      const again =
        failure.code === "FETCH_FAILED" && (status === undefined || WORTH_ANOTHER_TRY.has(status));
      if (!again || attempt === MOST_TRIES) throw failure;
      await sleep(1000 * Math.min(LONGEST_PAUSE, retryAfter ?? FIRST_PAUSE * 2 ** (attempt - 1)));
    }
  }
}

async function followRedirects(request: FetchRequest, limits: FetchLimits): Promise<FetchedBytes> {
  let url = new URL(request.url);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    if (!limits.allows(url)) {
      const from = hop === 0 ? "" : `${nameOf(request)} leads to `;
      throw new DatawrightError({
        code: "FETCH_REFUSED",
        message:
          `${from}${hop === 0 ? nameOf(request) : shown(url.href)}: its host ${url.host} is ` +
          "not on the list of hosts that may be asked",
        hint: "Add it to `hosts` of the source if it should be read.",
        details: { host: url.host },
      });
    }
    await limits.pace?.(url);
    const timeout = AbortSignal.timeout(limits.timeout * 1000);
    const response = await fetch(url, {
      method: request.method ?? "GET",
      redirect: "manual",
      signal: limits.signal ? AbortSignal.any([limits.signal, timeout]) : timeout,
      headers: request.headers,
      body: request.body,
    });
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      if (!URL.canParse(location, url.href))
        throw failed(request, `leads to ${JSON.stringify(location)}, which is no address`, {
          status: response.status,
        });
      url = new URL(location, url);
      continue;
    }
    if (!response.ok) {
      await response.body?.cancel();
      const retryAfter = Number(response.headers.get("retry-after") ?? "");
      throw failed(
        request,
        "the server answered " +
          `${response.status}${response.statusText === "" ? "" : ` ${response.statusText}`}`,
        { status: response.status, retryAfter: retryAfter > 0 ? retryAfter : undefined },
      );
    }
    return {
      url: redactKeys(url.href),
      ...typeOf(response.headers.get("content-type") ?? ""),
      bytes: await bodyOf(response, request, limits.maxBytes),
    };
  }
  throw failed(request, `more than ${MOST_REDIRECTS} redirects`, { status: 310 });
}

async function bodyOf(
  response: Response,
  request: FetchRequest,
  maxBytes: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return new Uint8Array();
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > maxBytes)
      throw new DatawrightError({
        code: "FETCH_REFUSED",
        message: `${nameOf(request)}: more than ${maxBytes} bytes`,
        hint: "Raise `maxBytes` of the source if it should be read.",
        details: { maxBytes },
      });
    parts.push(part);
  }
  // A server may echo the key that it was asked with.
  return redactKeyBytes(Buffer.concat(parts));
}

function typeOf(header: string): { type: string; charset?: string } {
  const [type = "", ...parameters] = header.split(";").map((part) => part.trim().toLowerCase());
  const charset = parameters
    .map((part) => /^charset="?([\w.:-]+)/u.exec(part)?.[1])
    .find((found) => found !== undefined);
  return { type, charset };
}

function asFailure(
  error: unknown,
  request: FetchRequest,
  { timeout }: FetchLimits,
): DatawrightError {
  if (isDatawrightError(error)) return error;
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError")
    return failed(request, `no whole answer within ${timeout} seconds`, {}, error);
  return failed(
    request,
    `the connection failed (${cause?.code ?? cause?.message ?? message})`,
    {},
    error,
  );
}

function failed(
  request: FetchRequest,
  why: string,
  details: { readonly status?: number; readonly retryAfter?: number },
  cause?: unknown,
): DatawrightError {
  return new DatawrightError({
    code: "FETCH_FAILED",
    message: `${nameOf(request)}: ${why}`,
    hint: "Check the address and the connection, or take it out of the source.",
    details: { ...details, url: nameOf(request) },
    cause,
  });
}

function interrupted(cause: unknown): DatawrightError {
  return new DatawrightError({
    code: "INTERRUPTED",
    message: "fetching was stopped before its end",
    cause,
  });
}

function nameOf({ name, url }: FetchRequest): string {
  return name ?? shown(url);
}

function shown(url: string): string {
  return redactSecrets(url);
}
