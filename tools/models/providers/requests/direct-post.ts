import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as SecureAgent, request as httpsRequest } from "node:https";
import { urlToHttpOptions } from "node:url";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { limitedFetch, tooLarge } from "../../limits/limited-fetch.js";

/** Milliseconds that an idle connection is kept: servers close theirs after five seconds and more. */
const IDLE = 4000;
/** Where `fetch` keeps what it connects by. */
const DISPATCHER = Symbol.for("undici.globalDispatcher.1");
const BYTE_ORDER_MARK = "\uFEFF";

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

/** What is sent. */
export interface PostedText {
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** What came back, read whole. */
export interface PostAnswer {
  readonly status: number;
  /** A record by names in small letters, or a Headers object: see `headerOf`. */
  readonly headers: unknown;
  readonly text: string;
}

/** Sends a text to one address. */
export type Post = (posted: PostedText) => Promise<PostAnswer>;

/**
 * Posts texts to an address in a third of the time that `fetch` takes, over connections that are
 * kept. Whatever the user has put in the place of `fetch` or of its connections (a proxy, say) is
 * gone through, and `fetch` follows where a server sends on.
 *
 * @param most bytes that an answer's body may have, decompressed
 * @param name of the model, for the message
 * @throws MODEL_SERVER where an answer is larger, as `limitedFetch`; a TypeError with the system's
 *         error as its cause, as `fetch`; the signal's reason
 */
export function directPost(
  address: string,
  { most, name }: { readonly most: number; readonly name: string },
): Post {
  const url = new URL(address);
  const way = AGENTS[url.protocol as keyof typeof AGENTS];
  const throughFetch = limitedFetch(most, name);
  const byFetch: Post = async (posted) => {
    const answer = await throughFetch(address, { method: "POST", ...posted });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  if (way === undefined || url.username !== "") return byFetch;
  const target = { ...urlToHttpOptions(url), agent: way.agent, method: "POST" };

  const direct: Post = ({ headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const sent = way.request({
        ...target,
        headers: {
          "accept-encoding": "gzip, deflate, br",
          ...headers,
          "content-length": Buffer.byteLength(body),
        },
      });
      const fail = (error: unknown): void => {
        signal.removeEventListener("abort", stop);
        sent.destroy();
        reject(error as Error);
      };
      const stop = (): void => fail(signal.reason);
      signal.addEventListener("abort", stop);
      sent.on("error", (cause) => fail(new TypeError("fetch failed", { cause })));
      sent.once("response", (message: IncomingMessage) => {
        readText(message, most, {
          done: (text) => {
            signal.removeEventListener("abort", stop);
            resolve({ status: message.statusCode ?? 0, headers: message.headers, text });
          },
          fail,
          name,
        });
      });
      sent.end(body);
    });

  return async (posted) => {
    posted.signal.throwIfAborted();
    if (isReplaced()) return byFetch(posted);
    const answer = await direct(posted);
    const isMoved = answer.status >= 300 && answer.status < 400;
    return isMoved && Object.hasOwn(answer.headers as object, "location")
      ? byFetch(posted)
      : answer;
  };
}

function readText(
  message: IncomingMessage,
  most: number,
  {
    done,
    fail,
    name,
  }: {
    readonly done: (text: string) => void;
    readonly fail: (error: unknown) => void;
    readonly name: string;
  },
): void {
  if (Number(message.headers["content-length"] ?? 0) > most) {
    fail(tooLarge(most, name));
    return;
  }
  const decoder = DECODERS[message.headers["content-encoding"] ?? ""]?.();
  const chunks: Buffer[] = [];
  let size = 0;
  const cut = (cause: unknown): void => fail(new TypeError("terminated", { cause }));
  message.on("error", cut);
  const body = decoder === undefined ? message : message.pipe(decoder).on("error", cut);
  body.on("data", (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size > most) fail(tooLarge(most, name));
    else chunks.push(chunk);
  });
  body.once("end", () => {
    const text = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString("utf8");
    done(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  });
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
