import type { Context } from "hono";
import type { z } from "zod";
import { DatawrightError } from "../../base/errors.js";
import type { StudioContext } from "./studio-context.js";
import { wordsFor, type Words } from "./words.js";

/** What a handler is given: parsed, and nothing beside it. */
export interface RouteInput<Query, Body> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly studio: StudioContext;
  readonly signal: AbortSignal;
  /** Of whoever asks. */
  readonly words: Words;
}

/** One route of the API with the schemas that its description is made from. */
export interface Route {
  readonly method: "get" | "post";
  readonly path: `/api/${string}`;
  readonly summary: string;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  /** Schema of the JSON that it answers, or the type of what it streams. */
  readonly answer: z.ZodType | string;
  /** Schema of the data of each event, where events are streamed. */
  readonly event?: z.ZodType | undefined;
  /** Most bytes of a body. */
  readonly mostBytes?: number | undefined;
  readonly handle: (context: Context, studio: StudioContext) => Promise<Response>;
}

/** A route that answers JSON. */
export function jsonRoute<
  Answer extends z.ZodType,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  route: Omit<Route, "handle" | "query" | "body" | "answer"> & {
    readonly query?: Query;
    readonly body?: Body;
    readonly answer: Answer;
    readonly handle: (
      input: RouteInput<z.output<Query>, z.output<Body>>,
    ) => Promise<z.output<Answer>>;
    /** The answer in the reader's words, where it says more than names and figures. */
    readonly inWords?: (answer: z.output<Answer>, words: Words) => z.output<Answer>;
  },
): Route {
  const { inWords, ...plain } = route;
  return {
    ...plain,
    handle: async (context, studio) => {
      const answer = await route.handle(await inputOf<Query, Body>(route, context, studio));
      const words = wordsFor(context);
      return context.json((inWords === undefined ? answer : inWords(answer, words)) as object);
    },
  };
}

/** A route that answers something else than JSON. */
export function streamRoute<Query extends z.ZodType = z.ZodUndefined>(
  route: Omit<Route, "handle" | "query" | "body"> & {
    readonly query?: Query;
    readonly answer: string;
    readonly handle: (
      input: RouteInput<z.output<Query>, undefined>,
      context: Context,
    ) => Promise<Response>;
  },
): Route {
  return {
    ...route,
    handle: async (context, studio) =>
      route.handle(await inputOf<Query, z.ZodUndefined>(route, context, studio), context),
  };
}

async function inputOf<Query extends z.ZodType, Body extends z.ZodType>(
  { query, body }: { readonly query?: Query; readonly body?: Body },
  context: Context,
  studio: StudioContext,
): Promise<RouteInput<z.output<Query>, z.output<Body>>> {
  return {
    params: context.req.param() as Readonly<Record<string, string>>,
    query: (query === undefined
      ? undefined
      : parsed(query, context.req.query(), "query")) as z.output<Query>,
    body: (body === undefined
      ? undefined
      : parsed(body, await jsonOf(context), "body")) as z.output<Body>,
    studio,
    signal: context.req.raw.signal,
    words: wordsFor(context),
  };
}

async function jsonOf(context: Context): Promise<unknown> {
  // A form of another site can send text without being asked first, but no JSON.
  if (!/^application\/json\b/iu.test(context.req.header("content-type") ?? ""))
    throw new DatawrightError({
      code: "REQUEST_REFUSED",
      message: "the body of the request is not said to be JSON",
      hint: "Send it with the header `Content-Type: application/json`.",
      details: { status: 415 },
    });
  try {
    return await context.req.json();
  } catch (cause) {
    if ((cause as { readonly name?: string }).name === "BodyLimitError") throw cause;
    throw new DatawrightError({
      code: "USAGE",
      message: "the body of the request is no JSON",
      cause,
    });
  }
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  of: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new DatawrightError({
    code: "USAGE",
    message: `${of}: ${result.error.issues
      .slice(0, 3)
      .map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "))
      .join("; ")}`,
    hint: "GET /api/openapi.json describes what is taken.",
  });
}
