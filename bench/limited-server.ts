import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { Random } from "../base/statistics/random.js";
import { ticketServerAnswer } from "../test/helpers/ticket-run.js";

/** What a server of the bench allows. */
export interface LimitedServer {
  readonly latencyMilliseconds: number;
  /** Requests in any second. */
  readonly perSecond?: number | undefined;
  /** Requests in any minute. */
  readonly perMinute?: number | undefined;
  readonly mostInFlight?: number | undefined;
  /** Share that is refused whatever was sent. */
  readonly atRandom?: number | undefined;
  /** Seconds in Retry-After. Default: no such header. */
  readonly retryAfter?: number | undefined;
  /** True to state the rate in x-ratelimit headers. */
  readonly headers?: boolean | undefined;
}

/**
 * What it took and refused, from the first request to the one behind which a twentieth is left: of
 * the end of a run there are fewer requests than fit.
 */
export interface Served {
  readonly taken: number;
  readonly refused: number;
  readonly seconds: number;
  /** Requests in flight at the server, on average. */
  readonly inFlight: number;
}

const WITHOUT_END = 0.95;

/** A real HTTP server that enforces a limit as providers do: at once, with 429. */
function serve(limit: LimitedServer): Promise<{ url: string; counts: () => Served }> {
  const random = new Random("limits");
  let [refused, inFlight] = [0, 0];
  /** Milliseconds in which requests were taken, and for how long each was in flight. */
  const taken: { at: number; milliseconds: number }[] = [];
  let latest: number[] = [];
  const stated = (now: number): Record<string, string> => {
    if (!limit.headers || limit.perSecond === undefined) return {};
    return {
      "x-ratelimit-limit-requests": String(limit.perSecond),
      "x-ratelimit-remaining-requests": String(Math.max(0, limit.perSecond - latest.length)),
      "x-ratelimit-reset-requests": `${Math.max(0, Math.ceil((latest[0] ?? now) + 1000 - now))}ms`,
    };
  };
  const isOver = (now: number): boolean =>
    (taken.at(-(limit.perMinute ?? Infinity))?.at ?? -Infinity) > now - 60_000 ||
    latest.length >= (limit.perSecond ?? Infinity) ||
    inFlight >= (limit.mostInFlight ?? Infinity) ||
    random.next() < (limit.atRandom ?? 0);
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const now = performance.now();
      latest = latest.filter((at) => at > now - 1000);
      if (isOver(now)) {
        refused += 1;
        response.writeHead(429, {
          "content-type": "application/json",
          ...(limit.retryAfter === undefined ? {} : { "retry-after": String(limit.retryAfter) }),
          ...stated(now),
        });
        response.end('{"error":{"message":"Rate limit reached.","code":"rate_limit_exceeded"}}');
        return;
      }
      const entry = { at: now, milliseconds: 0 };
      taken.push(entry);
      inFlight += 1;
      latest.push(now);
      const headers = { "content-type": "application/json", ...stated(now) };
      setTimeout(() => {
        inFlight -= 1;
        entry.milliseconds = performance.now() - now;
        const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
        const content = JSON.stringify(ticketServerAnswer(body));
        const message = { role: "assistant", content };
        response.writeHead(200, headers);
        response.end(
          JSON.stringify({
            object: "chat.completion",
            choices: [{ index: 0, finish_reason: "stop", message }],
            usage: { prompt_tokens: 100, completion_tokens: 20 },
          }),
        );
      }, limit.latencyMilliseconds);
    });
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
        counts: () => {
          const counted = taken.slice(0, Math.ceil(WITHOUT_END * taken.length));
          const milliseconds = counted.at(-1)!.at - counted[0]!.at;
          return {
            taken: counted.length,
            refused,
            seconds: milliseconds / 1000,
            inFlight: counted.reduce((sum, each) => sum + each.milliseconds, 0) / milliseconds,
          };
        },
      }),
    ),
  );
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url)
  process.once("message", (limit: LimitedServer) => {
    void serve(limit).then(({ url, counts }) => {
      process.on("message", () => process.send?.(counts()));
      process.send?.({ url });
    });
  });
