import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { estimateTokens } from "../../tools/models/providers/count-tokens.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import { Random } from "../../base/statistics/random.js";
import { fillSchema, sentence } from "../../graphs/conformance/fill-schema.js";
import { sendFault, type Fault } from "./openai-faults.js";

export interface ServerRequest {
  /** Place in the order of arrival, from 0. */
  readonly index: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

export interface OpenAiServerOptions {
  /** Default: 0, a free one. */
  readonly port?: number;
  /** Milliseconds before each answer. Default: 0. */
  readonly latencyMilliseconds?: number;
  /** The fault of the first, second … request; null for none. */
  readonly faults?: readonly (Fault | null)[];
  /** The fault of any request, asked after `faults`. */
  readonly rule?: (request: ServerRequest) => Fault | null | undefined;
  /**
   * The answer's text, or a value sent as JSON. Default: fills the request's JSON schema, or writes
   * a sentence, seeded by the body. `callTools` is an answer that calls tools.
   */
  readonly answer?: (body: Record<string, unknown>, index: number) => unknown;
  /** Names that GET /v1/models lists. Default: there is no such list. */
  readonly models?: readonly string[];
  /** Length of embedding vectors. Default: 64. */
  readonly dimension?: number;
  /** Answers other paths, told METHOD PATH, body and content type; undefined for none of its own. */
  readonly beside?: (call: string, body: string, type: string) => unknown;
  /** Told of each request with the connection that it came by. */
  readonly seen?: (request: ServerRequest, connection: Socket) => void;
  /** Keep the requests in `requests`. Default: true; long benches turn it off. */
  readonly keepRequests?: boolean;
}

class ToolCalls {
  constructor(readonly calls: readonly { readonly name: string; readonly args: unknown }[]) {}
  wire(index: number): unknown[] {
    return this.calls.map(({ name, args }, place) => ({
      id: `call_${index}_${place}`,
      type: "function",
      function: { name, arguments: JSON.stringify(args) },
    }));
  }
}

/** An answer that calls tools. */
export function callTools(
  ...calls: readonly { readonly name: string; readonly args: unknown }[]
): unknown {
  return new ToolCalls(calls);
}

export interface OpenAiServer {
  /** Base URL, ending in /v1. */
  readonly url: string;
  readonly requests: readonly ServerRequest[];
  /** Requests so far, kept or not. */
  readonly count: number;
  readonly inFlight: number;
  readonly mostInFlight: number;
  stop(): Promise<void>;
}

/**
 * A real HTTP server on this machine that speaks /v1/chat/completions and /v1/embeddings, slowly or
 * wrongly where told to.
 */
export async function startOpenAiServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const requests: ServerRequest[] = [];
  let [count, inFlight, mostInFlight] = [0, 0, 0];
  const timers = new Set<NodeJS.Timeout>();
  const before: { answer?: unknown } = {};

  const server = createServer((incoming, response) => {
    const index = count++;
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    response.on("close", () => (inFlight -= 1));
    response.on("error", () => undefined);
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("error", () => undefined);
    incoming.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const call = `${incoming.method} ${incoming.url!.split("?")[0]!}`;
      const own = options.beside?.(call, text, incoming.headers["content-type"] ?? "");
      if (own !== undefined) return sendJson(response, own, own === null ? 404 : 200);
      const request = readRequest(incoming, text, index);
      if (options.keepRequests !== false) requests.push(request);
      options.seen?.(request, incoming.socket);
      const fault = options.faults?.[index] ?? options.rule?.(request) ?? null;
      const delay =
        (options.latencyMilliseconds ?? 0) + (fault?.kind === "slow" ? fault.milliseconds : 0);
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!response.destroyed) reply(request, response, { fault, options, before });
      }, delay);
      timers.add(timer);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    get count() {
      return count;
    },
    get inFlight() {
      return inFlight;
    },
    get mostInFlight() {
      return mostInFlight;
    },
    stop: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readRequest(incoming: IncomingMessage, text: string, index: number): ServerRequest {
  let body: Record<string, unknown>;
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    body = { unreadable: text };
  }
  return { index, path: incoming.url ?? "", headers: incoming.headers, body };
}

function reply(
  request: ServerRequest,
  response: ServerResponse,
  {
    fault,
    options,
    before,
  }: {
    readonly fault: Fault | null;
    readonly options: OpenAiServerOptions;
    /** The last completion that was sent. */
    readonly before: { answer?: unknown };
  },
): void {
  const key = String(request.headers["authorization"] ?? "").replace(/^Bearer /, "");
  if (fault !== null && sendFault(fault, response, key)) return;
  if (request.path.endsWith("/embeddings"))
    sendJson(response, embeddings(request, options.dimension ?? 64));
  else if (request.path.endsWith("/chat/completions"))
    sendCompletion(request, response, { fault, options, before });
  else if (options.models !== undefined && request.path.endsWith("/models"))
    sendJson(response, { object: "list", data: options.models.map((id) => ({ id })) });
  else sendJson(response, { error: { message: `no such path: ${request.path}` } }, 404);
}

function sendCompletion(
  request: ServerRequest,
  response: ServerResponse,
  {
    fault,
    options,
    before,
  }: {
    readonly fault: Fault | null;
    readonly options: OpenAiServerOptions;
    readonly before: { answer?: unknown };
  },
): void {
  const own = completion(request, fault, options);
  const answer = fault?.kind === "answer-of-another" ? (before.answer ?? own) : own;
  before.answer = own;
  const { socket } = response;
  if (fault?.kind === "twice" && socket !== null)
    response.on("finish", () => {
      const text = JSON.stringify(answer);
      const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}`;
      socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${text}`);
    });
  sendJson(response, answer);
}

function completion(
  request: ServerRequest,
  fault: Fault | null,
  options: OpenAiServerOptions,
): unknown {
  const { body, index } = request;
  const value = options.answer ? options.answer(body, index) : defaultAnswer(body);
  const toolCalls = value instanceof ToolCalls ? value.wire(index) : undefined;
  let content = toolCalls ? "" : typeof value === "string" ? value : JSON.stringify(value);
  let finish = toolCalls ? "tool_calls" : "stop";
  if (fault?.kind === "empty" || fault?.kind === "filtered" || fault?.kind === "refusal")
    content = "";
  if (fault?.kind === "text") content = fault.text;
  if (fault?.kind === "truncated")
    [content, finish] = [content.slice(0, content.length / 2), "length"];
  if (fault?.kind === "filtered") finish = "content_filter";
  const refusal = fault?.kind === "refusal" ? (fault.text ?? "I cannot help with that.") : null;
  const words = content.split(/(?<= )/);
  return {
    id: `chatcmpl-${index}`,
    object: "chat.completion",
    created: 0,
    model: body["model"],
    choices: [
      {
        index: 0,
        finish_reason: finish,
        message: {
          role: "assistant",
          content: refusal === null && !toolCalls ? content : null,
          refusal,
          ...(toolCalls ? { tool_calls: toolCalls } : {}),
        },
        ...(body["logprobs"] === true
          ? {
              logprobs: {
                content: words.map((token, place) => ({
                  token,
                  logprob: -(place + 1) / 100,
                  bytes: null,
                  top_logprobs: [],
                })),
              },
            }
          : {}),
      },
    ],
    ...(fault?.kind === "no-usage"
      ? {}
      : { usage: usageOf(JSON.stringify(body["messages"]), content) }),
  };
}

function usageOf(input: string, output: string): Record<string, number> {
  const [prompt, written] = [estimateTokens(input), estimateTokens(output)];
  return { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written };
}

/** Seeded by the whole body, so the answer does not depend on the order of arrival. */
function defaultAnswer(body: Record<string, unknown>): unknown {
  const seed = JSON.stringify(body);
  const format = body["response_format"] as
    { json_schema?: { schema?: Record<string, unknown> } } | undefined;
  const schema = format?.json_schema?.schema;
  return schema ? fillSchema(schema, seed) : sentence(new Random(sha256Hex(seed)));
}

function embeddings(request: ServerRequest, dimension: number): unknown {
  const input = request.body["input"];
  const texts = (Array.isArray(input) ? input : [input]).map(String);
  return {
    object: "list",
    model: request.body["model"],
    usage: {
      prompt_tokens: estimateTokens(texts.join(" ")),
      total_tokens: estimateTokens(texts.join(" ")),
    },
    data: texts.map((text, index) => ({
      object: "embedding",
      index,
      embedding: vectorOf(text, dimension),
    })),
  };
}

function vectorOf(text: string, dimension: number): number[] {
  const random = new Random(text);
  return Array.from({ length: dimension }, () => random.normal());
}

function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
