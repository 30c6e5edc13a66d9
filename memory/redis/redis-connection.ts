import { Redis } from "ioredis";
import { DatawrightError } from "../../base/errors.js";
import { registerSecret } from "../../base/redact-secrets.js";

const CONNECT_MILLISECONDS = 10_000;
/** Longest wait between two tries to connect again. */
const LONGEST_PAUSE = 2000;

/**
 * Connects to the Redis of a queue. A connection that is lost later is made again, and what was
 * asked meanwhile waits for it.
 *
 * @param url `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS
 * @throws USAGE for anything but such a URL; QUEUE_UNREACHABLE
 */
export async function connectRedis(url: string): Promise<Redis> {
  const redis = new Redis(checkedUrl(url), {
    lazyConnect: true,
    connectTimeout: CONNECT_MILLISECONDS,
    // A queue that is away for a while is waited for, by the commands too.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (connected ? Math.min(50 * times, LONGEST_PAUSE) : null),
  });
  let connected = false;
  let last: unknown = null;
  redis.on("error", (error) => (last = error));
  try {
    await redis.connect();
    await redis.ping();
    connected = true;
    return redis;
  } catch (error) {
    redis.disconnect();
    throw unreachable(url, last ?? error);
  }
}

/** Said where a queue cannot be reached, or could not for too long. */
export function unreachable(url: string, cause: unknown): DatawrightError {
  const said = String((cause as Error | null | undefined)?.message ?? cause);
  const refused = /WRONGPASS|NOAUTH|NOPERM/u.test(said);
  return new DatawrightError({
    code: "QUEUE_UNREACHABLE",
    message: refused
      ? `the queue ${queueName(url)} refuses the user or the password`
      : `the queue ${queueName(url)} cannot be reached: ${said}`,
    hint: refused
      ? "Give the URL with the right ones: redis://USER:PASSWORD@HOST:PORT."
      : "Start Redis, or check host and port of --queue; then go on with `resume`.",
    cause,
  });
}

/** A queue's URL as it may be shown: without user and password. */
export function queueName(url: string): string {
  if (!URL.canParse(url)) return "(no URL)";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}

function checkedUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !["redis:", "rediss:"].includes(parsed.protocol) || parsed.hostname === "")
    throw new DatawrightError({
      code: "USAGE",
      message: "the queue is not a Redis URL",
      hint: "For example --queue redis://localhost:6379, or rediss:// for TLS.",
    });
  if (parsed.password !== "") {
    registerSecret(parsed.password);
    registerSecret(decodeURIComponent(parsed.password));
  }
  return url;
}
