import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { redactSecrets } from "../../base/redact-secrets.js";
import type { Assets } from "./assets.js";
import { httpStatusOf } from "./http-status.js";
import type { ReportTickets } from "./report-tickets.js";
import type { Route } from "./route.js";
import { ownPagesOnly, safeHeaders, tokenRequired } from "./security.js";
import type { StudioContext } from "./studio-context.js";
import { inTheseWords, wordsFor } from "./words.js";

/** Bytes of a request's body at most, where its route says nothing else. */
const MOST_BYTES = 1024 * 1024;

/** The studio's server as an application: security before everything, then routes, then pages. */
export function studioApp(
  studio: StudioContext,
  options: {
    readonly token: string;
    readonly port: () => number;
    readonly routes: readonly Route[];
    readonly assets: Assets;
    readonly tickets: ReportTickets;
  },
): Hono {
  const app = new Hono();
  app.use(safeHeaders);
  app.use(ownPagesOnly(options.port));
  app.use("/api/*", tokenRequired(options.token));
  for (const { method, path, mostBytes = MOST_BYTES, handle } of options.routes)
    app.on(
      method.toUpperCase(),
      path,
      bodyLimit({
        maxSize: mostBytes,
        onError: () => {
          throw new DatawrightError({
            code: "REQUEST_REFUSED",
            message: `the request's body has more than ${mostBytes} bytes`,
            hint: "Send less at once.",
            details: { status: 413 },
          });
        },
      }),
      (context) => handle(context, studio),
    );
  app.all("/api/*", () => {
    throw new DatawrightError({
      code: "USAGE",
      message: "the studio has no such route",
      hint: "GET /api/openapi.json lists them.",
      details: { status: 404 },
    });
  });
  app.get("/report/:ticket", (context) => options.tickets.answer(context));
  app.get("*", (context) => options.assets.answer(context));
  app.onError((thrown, context) => {
    const error = isDatawrightError(thrown)
      ? thrown
      : new DatawrightError({
          code: "INTERNAL",
          message: redactSecrets(String((thrown as Error | undefined)?.message ?? thrown)),
        });
    const { code, message, hint = null, details } = error.toJSON();
    return context.json(
      inTheseWords({ code, message, hint, details }, wordsFor(context)),
      httpStatusOf(error) as ContentfulStatusCode,
    );
  });
  return app;
}
