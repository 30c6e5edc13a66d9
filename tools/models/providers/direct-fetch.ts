import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as SecureAgent, request as httpsRequest } from "node:https";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { limitedFetch, tooLarge } from "../limits/limited-fetch.js";

/** Milliseconds that an idle connection is kept: servers close theirs after five seconds and more. */
const IDLE = 4000;
/** Where `fetch` keeps what it connects by. */
const DISPATCHER = Symbol.for("undici.globalDispatcher.1");

const options = { keepAlive: true, timeout: IDLE };
const AGENTS = {
  "http:": { agent: new Agent(options), request: httpRequest },
  "https:": { agent: new SecureAgent(options), request: httpsRequest },
} as const;
const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

const usualFetch = globalThis.fetch;
const givenDispatcher = dispatcher();
// Node makes its own as the first of these names is looked up.
void globalThis.Headers;
/** Node's own way; undefined where another was put in its place before. */
const usualDispatcher = givenDispatcher === undefined ? dispatcher() : undefined;

/**
 * `limitedFetch` in a third of its time, for clients that read an answer whole: its body is there
 * with its headers. What such a client does not send, and whatever the user has put in the place of
 * `fetch` or of its connections (a proxy, say), goes through `fetch`.
 *
 * @throws as `limitedFetch`
 */
export function directFetch(most: number, name: string): typeof fetch {
  const throughFetch = limitedFetch(most, name);
  return async (input, init) => {
    const { method, body, signal, headers } = init ?? {};
    if (typeof input !== "string" || method !== "POST" || typeof body !== "string" || isReplaced())
      return throughFetch(input, init);
    const url = new URL(input);
    const way = AGENTS[url.protocol as keyof typeof AGENTS];
    if (way === undefined || url.username !== "") return throughFetch(input, init);
    const answer = await new Promise<Answer>((resolve, reject) => {
      const sent = way.request(url, {
        agent: way.agent,
        method,
        signal: signal ?? undefined,
        headers: {
          "accept-encoding": "gzip, deflate, br",
          ...Object.fromEntries(new Headers(headers)),
          "content-length": Buffer.byteLength(body),
        },
      });
      // As `fetch` says it; clients take it apart.
      sent.once("error", (cause) =>
        reject(signal?.aborted === true ? cause : new TypeError("fetch failed", { cause })),
      );
      sent.once("response", (message) => {
        readWhole(message, most, name).then(resolve, (error: unknown) => {
          sent.destroy();
          reject(error as Error);
        });
      });
      sent.end(body);
    });
    // It takes more than one request.
    if (answer.status >= 300 && answer.status < 400 && answer.headers.has("location"))
      return throughFetch(input, init);
    return answer as unknown as Response;
  };
}

/** What clients look at of a Response. */
class Answer {
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  readonly body = null;
  readonly headers: Headers;
  readonly #text: string;

  constructor(
    { statusCode = 0, statusMessage = "" }: IncomingMessage,
    headers: Headers,
    text: string,
  ) {
    this.status = statusCode;
    this.statusText = statusMessage;
    this.ok = statusCode >= 200 && statusCode < 300;
    this.headers = headers;
    this.#text = text;
  }

  async text(): Promise<string> {
    return this.#text;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#text) as unknown;
  }
}

async function readWhole(message: IncomingMessage, most: number, name: string): Promise<Answer> {
  if (Number(message.headers["content-length"] ?? 0) > most) throw tooLarge(most, name);
  const decoder = DECODERS[message.headers["content-encoding"] ?? ""]?.();
  const chunks: Buffer[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    const cut = (cause: unknown): void => reject(new TypeError("terminated", { cause }));
    message.once("error", cut);
    const body = decoder === undefined ? message : message.pipe(decoder);
    body.on("error", cut);
    body.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > most) reject(tooLarge(most, name));
      else chunks.push(chunk);
    });
    body.once("end", resolve);
  });
  const headers = new Headers();
  for (let at = 0; at < message.rawHeaders.length; at += 2)
    headers.append(message.rawHeaders[at]!, message.rawHeaders[at + 1]!);
  const text = new TextDecoder().decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  return new Answer(message, headers, text);
}

function dispatcher(): object | undefined {
  return (globalThis as Record<symbol, object | undefined>)[DISPATCHER];
}

/** Whether requests go another way than Node's own: by a proxy, say, or into a test's hands. */
function isReplaced(): boolean {
  return (
    globalThis.fetch !== usualFetch ||
    process.env["NODE_USE_ENV_PROXY"] !== undefined ||
    dispatcher() !== usualDispatcher
  );
}
