import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Context } from "hono";
import { LRUCache } from "lru-cache";

/** The report brings its own script and style; in its sandbox it has no origin and reaches nothing. */
const POLICY =
  "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; " +
  "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
const LIFE_MILLISECONDS = 10 * 60_000;

/**
 * Addresses of reports for a frame, which can carry no token: each stands for one report, for ten
 * minutes.
 */
export class ReportTickets {
  readonly #paths = new LRUCache<string, string>({ max: 100, ttl: LIFE_MILLISECONDS });

  urlFor(path: string): string {
    const ticket = randomBytes(18).toString("base64url");
    this.#paths.set(ticket, path);
    return `/report/${ticket}`;
  }

  async answer(context: Context): Promise<Response> {
    const path = this.#paths.get(context.req.param("ticket") ?? "");
    const page = path === undefined ? null : await readFile(path, "utf8").catch(() => null);
    if (page === null) return context.text("not found", 404);
    return context.html(page, 200, { "content-security-policy": POLICY });
  }
}
