import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request of a batch as it was uploaded. */
interface BatchLine {
  readonly custom_id: string;
  readonly body: Record<string, unknown>;
}

interface HeldBatch {
  readonly id: string;
  readonly metadata: Record<string, string>;
  readonly lines: readonly BatchLine[];
  looks: number;
}

export interface BatchServerOptions {
  /** The answer's text, or a value that is written as JSON. */
  readonly answer: (body: Record<string, unknown>) => unknown;
  /** The status of a batch at its n-th look, from 1. Default: completed at the second. */
  readonly status?: (look: number, batch: HeldBatch) => string;
  /** Instead of an answer to one request: the status and error of its line; null for none. */
  readonly refuse?: (
    line: BatchLine,
  ) => { readonly status: number; readonly message: string } | null;
  /** A status in place of the answer to a call, or a connection that closes when the work is done. */
  readonly fault?: (call: string, times: number) => number | "closed" | null;
}

export interface BatchServer {
  readonly url: string;
  readonly batches: readonly HeldBatch[];
  /** Calls as METHOD PATH, in order. */
  readonly calls: readonly string[];
  stop(): Promise<void>;
}

/** A real HTTP server on this machine that speaks the files and batches of OpenAI's protocol. */
export async function startBatchServer(options: BatchServerOptions): Promise<BatchServer> {
  const files = new Map<string, string>();
  const batches: HeldBatch[] = [];
  const calls: string[] = [];

  const shown = (batch: HeldBatch): Record<string, unknown> => {
    const status =
      options.status?.(batch.looks, batch) ?? (batch.looks > 1 ? "completed" : "in_progress");
    const done = status === "completed" || status === "expired";
    const { id, metadata, lines } = batch;
    if (done && !files.has(`out-${id}`))
      files.set(`out-${id}`, answered(lines, options).reverse().join("\n"));
    return {
      id,
      object: "batch",
      status,
      metadata,
      endpoint: "/v1/chat/completions",
      output_file_id: done ? `out-${id}` : null,
      error_file_id: null,
      errors: status === "failed" ? { data: [{ message: "line 1 is no request", line: 1 }] } : null,
      request_counts: { total: lines.length, completed: done ? lines.length : 0, failed: 0 },
    };
  };

  const answer = (call: string, body: string, type: string): unknown => {
    if (call === "POST /v1/files") {
      const parts = body.split(`--${/boundary=(.+)$/u.exec(type)![1]!}`);
      if (!parts.some((part) => /name="purpose"\r\n\r\nbatch/u.test(part))) return null;
      const part = parts.find((one) => one.includes('name="file"'))!;
      const id = `file-${files.size + 1}`;
      files.set(id, part.slice(part.indexOf("\r\n\r\n") + 4));
      return { id, object: "file", purpose: "batch", status: "processed" };
    }
    if (call === "POST /v1/batches") {
      const wanted = JSON.parse(body) as {
        input_file_id: string;
        metadata: Record<string, string>;
      };
      const lines = files
        .get(wanted.input_file_id)!
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as BatchLine);
      const batch = {
        id: `batch-${batches.length + 1}`,
        metadata: wanted.metadata,
        lines,
        looks: 0,
      };
      batches.push(batch);
      return shown(batch);
    }
    if (call === "GET /v1/batches")
      return { object: "list", data: batches.map(shown), has_more: false };
    const file = /^GET \/v1\/files\/([^/]+)\/content$/u.exec(call)?.[1];
    if (file !== undefined) return files.get(file) ?? null;
    const batch = batches.find(({ id }) => call === `GET /v1/batches/${id}`);
    if (batch === undefined) return null;
    batch.looks += 1;
    return shown(batch);
  };

  const handle = (incoming: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const call = `${incoming.method} ${incoming.url!.split("?")[0]!}`;
      calls.push(call);
      const fault = options.fault?.(call, calls.filter((one) => one === call).length) ?? null;
      if (typeof fault === "number") return send(response, fault, { error: { message: "made" } });
      const body = Buffer.concat(chunks).toString("utf8");
      const value = answer(call, body, incoming.headers["content-type"] ?? "");
      if (fault === "closed") return void response.destroy();
      send(response, value === null ? 404 : 200, value ?? { error: { message: "no such thing" } });
    });
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    batches,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const text = typeof value === "string";
  response.writeHead(status, {
    "content-type": text ? "application/octet-stream" : "application/json",
    "retry-after": "0",
  });
  response.end(text ? value : JSON.stringify(value));
}

function answered(lines: readonly BatchLine[], options: BatchServerOptions): string[] {
  return lines.map((line) => {
    const refused = options.refuse?.(line) ?? null;
    const given = refused === null ? options.answer(line.body) : null;
    const body =
      refused !== null
        ? { error: { message: refused.message } }
        : {
            id: `chat-${line.custom_id}`,
            object: "chat.completion",
            model: line.body["model"],
            choices: [
              {
                index: 0,
                finish_reason: "stop",
                message: {
                  role: "assistant",
                  content: typeof given === "string" ? given : JSON.stringify(given),
                },
              },
            ],
            usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
          };
    return JSON.stringify({
      custom_id: line.custom_id,
      response: { status_code: refused?.status ?? 200, body },
      error: null,
    });
  });
}
