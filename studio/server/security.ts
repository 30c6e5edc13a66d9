import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { DatawrightError } from "../../base/errors.js";

/** Nothing but the studio's own files, and no words of a model as anything but text. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A token that nobody guesses. */
export function newToken(): string {
  return randomBytes(24).toString("base64url");
}

/** Headers of every answer. */
export const safeHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const { headers } = context.res;
  if (!headers.has("content-security-policy")) headers.set("content-security-policy", POLICY);
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cross-origin-resource-policy", "same-origin");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
};

/**
 * Refuses what does not come from a page of this server: a name that was made to point here (DNS
 * rebinding), and requests of other sites.
 */
export function ownPagesOnly(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const hosts = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port()}`);
    const host = context.req.header("host")?.toLowerCase();
    if (host === undefined || !hosts.includes(host))
      throw refused(421, "the request names another host than this machine");
    const origin = context.req.header("origin");
    const site = context.req.header("sec-fetch-site");
    if (
      (origin !== undefined && !hosts.some((name) => origin === `http://${name}`)) ||
      site === "cross-site" ||
      site === "same-site"
    )
      throw refused(403, "the request comes from another site");
    await next();
  };
}

/** Refuses what does not carry the token. */
export function tokenRequired(token: string): MiddlewareHandler {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const wanted = digest(`Bearer ${token}`);
  return async (context, next) => {
    if (!timingSafeEqual(digest(context.req.header("authorization") ?? ""), wanted))
      throw refused(
        401,
        "the request does not carry the token of this studio",
        "Open the address that `datawright studio` printed.",
      );
    await next();
  };
}

function refused(status: number, message: string, hint?: string): DatawrightError {
  return new DatawrightError({
    code: "REQUEST_REFUSED",
    message,
    hint: hint ?? "Open the studio by the address that it printed.",
    details: { status },
  });
}
