import type { ServerResponse } from "node:http";

/** Something that goes wrong with one request. */
export type Fault =
  /**
   * 429; without `retryAfter` the header is missing. `code` is the provider's, such as
   * insufficient_quota.
   */
  | {
      readonly kind: "rate-limit";
      readonly retryAfter?: number | string;
      readonly code?: string;
      readonly message?: string;
      /** Seconds that the server's clock is ahead, with `retryAfter` as a date of that clock. */
      readonly clockAhead?: number;
    }
  | { readonly kind: "server-error"; readonly status?: number }
  /** No answer at all, the connection stays open. */
  | { readonly kind: "hang" }
  /** Headers and half of the body, then nothing. */
  | { readonly kind: "hang-in-body" }
  /** Headers, and then now and again a blank of a body that never ends. */
  | { readonly kind: "trickle" }
  /** The connection is closed without an answer. */
  | { readonly kind: "close" }
  /** The connection is closed in the middle of the body. */
  | { readonly kind: "close-in-body" }
  /** Status 200, JSON type, no JSON. */
  | { readonly kind: "garbage" }
  /** Status 200 and a web page, as a wrong base URL gives. */
  | { readonly kind: "html" }
  /** Status 200, JSON, but no chat completion. */
  | { readonly kind: "no-choices" }
  | { readonly kind: "empty" }
  | { readonly kind: "refusal"; readonly text?: string }
  /** Half of the answer, finish_reason "length". */
  | { readonly kind: "truncated" }
  /** finish_reason "content_filter" and no text. */
  | { readonly kind: "filtered" }
  /** The answer is this text, whatever was asked for. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "no-usage" }
  /** The answer that was sent before, whatever it was an answer to; its own where there is none. */
  | { readonly kind: "answer-of-another" }
  /** The answer twice: the second behind it on the same connection, asked for by nobody. */
  | { readonly kind: "twice" }
  /** Answers right, but so many milliseconds later. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** Status 200 and a body that never ends. */
  | { readonly kind: "endless" }
  | { readonly kind: "unauthorized" }
  | { readonly kind: "bad-request"; readonly message?: string; readonly code?: string };

/**
 * Sends what a fault sends in place of an answer; false where the fault changes the answer itself.
 */
export function sendFault(fault: Fault, response: ServerResponse, key: string): boolean {
  switch (fault.kind) {
    case "rate-limit":
      sendError(
        response,
        429,
        fault.message ?? "Rate limit reached.",
        fault.code ?? "rate_limit_exceeded",
        retryAfterHeaders(fault),
      );
      return true;
    case "server-error":
      sendError(response, fault.status ?? 500, "The server had an error.", "server_error");
      return true;
    case "hang":
      return true;
    case "hang-in-body":
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"id":"x","choices":[');
      return true;
    case "trickle": {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drip));
      return true;
    }
    case "close":
      response.destroy();
      return true;
    case "close-in-body":
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"id":"x","choices":[', () => response.destroy());
      return true;
    case "endless": {
      response.writeHead(200, { "content-type": "application/json" });
      const piece = Buffer.alloc(2 ** 18, "x");
      const write = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.on("drain", write);
      response.write('{"id":"');
      write();
      return true;
    }
    case "garbage":
      response.writeHead(200, { "content-type": "application/json" }).end("{{{ not json");
      return true;
    case "html":
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<html><body>It works!</body></html>");
      return true;
    case "no-choices":
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
      return true;
    case "unauthorized":
      // Providers repeat the key in this message, and some repeat all of it.
      sendError(response, 401, `Incorrect API key provided: ${key}.`, "invalid_api_key");
      return true;
    case "bad-request":
      sendError(
        response,
        400,
        fault.message ?? "Invalid parameter.",
        fault.code ?? "invalid_request",
      );
      return true;
    default:
      return false;
  }
}

function retryAfterHeaders({
  retryAfter,
  clockAhead,
}: {
  readonly retryAfter?: number | string;
  readonly clockAhead?: number;
}): Record<string, string> {
  if (retryAfter === undefined) return {};
  if (clockAhead === undefined) return { "retry-after": String(retryAfter) };
  const now = Date.now() + 1000 * clockAhead;
  return {
    date: new Date(now).toUTCString(),
    "retry-after": new Date(now + 1000 * Number(retryAfter)).toUTCString(),
  };
}

function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  code: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ error: { message, type: code, code, param: null } }));
}
