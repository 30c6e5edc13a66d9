import { DatawrightError } from "../../../../base/errors.js";
import { limitedFetch } from "../../limits/limited-fetch.js";
import { headerOf } from "../../limits/provider-limits.js";
import { directPost, type Post } from "./direct-post.js";

/** Where a model of OpenAI's API is, and whose. */
export interface OpenAIServer {
  /** Name at the provider. */
  readonly model: string;
  readonly baseUrl: string | undefined;
  /** Read at each call, so that no object holds it longer than a call needs. */
  readonly apiKey: () => string;
}

/** A page of names. */
const MOST_LIST_BYTES = 32 * 2 ** 20;
const USUAL_URL = "https://api.openai.com/v1";
/** Characters of an answer that an error shows. */
const SHOWN = 200;

/**
 * One path of OpenAI's API, which is asked with JSON. One call is one request.
 *
 * @throws from what it returns: ResponseError for a status above 399, MODEL_SERVER for an answer that
 *         is larger than may be, a SyntaxError for one that is no JSON though it says so, and what
 *         `directPost` throws
 */
export function openaiPath(
  server: OpenAIServer,
  {
    path,
    most,
    post = directPost(addressOf(server, path), { most, name: `openai:${server.model}` }),
  }: {
    readonly path: string;
    /** Bytes that an answer may have. */
    readonly most: number;
    /** How requests are sent. Default: to the server, at once. */
    readonly post?: Post;
  },
): (
  body: string,
  signal: AbortSignal,
) => Promise<{ readonly value: unknown; readonly headers: unknown }> {
  return async (body, signal) => {
    const { status, headers, text } = await post({ headers: headersOf(server), body, signal });
    if (status >= 400) throw new ResponseError(status, headers, text);
    return { value: isJson(headers) ? (JSON.parse(text) as unknown) : text, headers };
  };
}

/** Names of the models that an endpoint lists, as one page. */
export async function offeredModels(server: OpenAIServer, signal: AbortSignal): Promise<string[]> {
  const answer = await limitedFetch(MOST_LIST_BYTES, `openai:${server.model}`)(
    addressOf(server, "/models"),
    { headers: headersOf(server), signal },
  );
  const text = await answer.text();
  if (!answer.ok) throw new ResponseError(answer.status, answer.headers, text);
  const { data } = (isJson(answer.headers) ? JSON.parse(text) : {}) as { data?: unknown };
  return Array.isArray(data) ? data.map((item: { id?: unknown } | null) => String(item?.id)) : [];
}

/** An answer of another form than the path has. */
export function unlike(what: string, model: string, answer: unknown): DatawrightError {
  return new DatawrightError({
    code: "MODEL_SERVER",
    message:
      `openai:${model}: the server's answer is not ${what}: ` +
      `${JSON.stringify(answer)?.slice(0, SHOWN)}`,
    hint: "Check that the base URL points at an OpenAI-compatible API (it usually ends in /v1).",
  });
}

/** A refusal in the words of the server, for `modelError`. */
class ResponseError extends Error {
  readonly code: unknown;
  readonly type: unknown;
  readonly error: unknown;

  constructor(
    readonly status: number,
    readonly headers: unknown,
    text: string,
  ) {
    const body = parsed(text);
    const error = typeof body === "object" && body !== null ? (body as Said).error : undefined;
    super(
      `${status} ${wordsOf(error) ?? (body === undefined ? text : JSON.stringify(body))}`.trim(),
    );
    this.name = "ResponseError";
    this.error = error;
    ({ code: this.code, type: this.type } = (error ?? {}) as Said);
  }
}

interface Said {
  readonly error?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
}

function wordsOf(error: unknown): string | undefined {
  if (error === undefined || error === null) return undefined;
  const { message } = error as Said;
  if (typeof message === "string") return message;
  return JSON.stringify(message ?? error);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isJson(headers: unknown): boolean {
  const type = headerOf(headers, "content-type")?.split(";")[0]?.trim().toLowerCase();
  return type !== undefined && (type === "application/json" || type.endsWith("+json"));
}

function addressOf({ baseUrl }: OpenAIServer, path: string): string {
  const base = baseUrl ?? (process.env["OPENAI_API_BASE"] || USUAL_URL);
  return `${base.replace(/\/$/u, "")}${path}`;
}

function headersOf({ apiKey }: OpenAIServer): Record<string, string> {
  const organization = process.env["OPENAI_ORGANIZATION"] || process.env["OPENAI_ORG_ID"];
  const project = process.env["OPENAI_PROJECT_ID"];
  return {
    accept: "application/json",
    "content-type": "application/json",
    "user-agent": "datawright",
    authorization: `Bearer ${apiKey()}`,
    ...(organization ? { "openai-organization": organization } : {}),
    ...(project ? { "openai-project": project } : {}),
  };
}
