import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A file that was uploaded. */
export interface UploadedFile {
  readonly id: string;
  readonly filename: string;
  readonly content: string;
}

export interface TuningServerOptions {
  /** Statuses of a job, one for each time that it is asked for; the last stays. */
  readonly statuses?: readonly string[];
  /** Why a job failed. */
  readonly error?: { readonly code: string; readonly message: string; readonly param: string };
  /**
   * What happens instead of an answer, or after it was made: a status, or a connection that is closed
   * when the work was done.
   */
  readonly fault?: (call: string, times: number) => number | "closed" | null | undefined;
}

export interface TuningServer {
  readonly url: string;
  readonly files: readonly UploadedFile[];
  readonly jobs: readonly Record<string, unknown>[];
  /** Calls as METHOD PATH, in order. */
  readonly calls: readonly string[];
  stop(): Promise<void>;
}

/** What a server of fine-tuning jobs answers, and what it holds. */
interface TuningRoutes {
  readonly files: UploadedFile[];
  readonly jobs: Record<string, unknown>[];
  /** Undefined for a path that is none of its own, null for a thing that there is not. */
  answer(call: string, body: string, type: string): unknown;
}

/**
 * A real HTTP server on this machine that speaks the files and the fine-tuning jobs of OpenAI's
 * protocol.
 */
export async function startTuningServer(options: TuningServerOptions = {}): Promise<TuningServer> {
  const { files, jobs, answer } = tuningRoutes(options);
  const calls: string[] = [];

  const handle = (incoming: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const path = incoming.url!.split("?")[0]!;
      const call = `${incoming.method} ${path}`;
      calls.push(call);
      const fault = options.fault?.(call, calls.filter((one) => one === call).length);
      if (typeof fault === "number") {
        response.writeHead(fault, { "content-type": "application/json", "retry-after": "0" });
        response.end(JSON.stringify({ error: { message: "try again", type: "made" } }));
        return;
      }
      const body = Buffer.concat(chunks).toString("utf8");
      const value = answer(call, body, incoming.headers["content-type"] ?? "");
      if (fault === "closed") {
        response.destroy();
        return;
      }
      response.writeHead(value == null ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(value ?? { error: { message: "no such thing" } }));
    });
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    files,
    jobs,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The same without a server of its own. */
export function tuningRoutes(options: TuningServerOptions = {}): TuningRoutes {
  const { statuses = ["validating_files", "running", "succeeded"] } = options;
  const files: UploadedFile[] = [];
  const jobs: Record<string, unknown>[] = [];
  const asked = new Map<unknown, number>();

  const shown = (job: Record<string, unknown>): Record<string, unknown> => {
    const times = asked.get(job["id"]) ?? 0;
    asked.set(job["id"], times + 1);
    const status = job["cancelled"] ? "cancelled" : statuses[Math.min(times, statuses.length - 1)]!;
    const done = status === "succeeded";
    return {
      ...job,
      status,
      fine_tuned_model: done ? `ft:${String(job["model"])}:org::${jobs.length}` : null,
      trained_tokens: done ? 1234 : null,
      error: status === "failed" ? options.error : null,
    };
  };
  const list = (data: readonly unknown[]): unknown => ({ object: "list", data, has_more: false });
  const answer = (call: string, body: string, type: string): unknown => {
    if (call === "POST /v1/files") {
      const boundary = /boundary=(.+)$/u.exec(type)![1]!;
      const parts = body.split(`--${boundary}`);
      const part = parts.find((one) => one.includes('name="file"'))!;
      if (!parts.some((one) => /name="purpose"\r\n\r\nfine-tune/u.test(one))) return null;
      const file = {
        id: `file-${files.length + 1}`,
        filename: /filename="([^"]+)"/u.exec(part)![1]!,
        content: part.slice(part.indexOf("\r\n\r\n") + 4).replace(/\r\n$/u, ""),
      };
      files.push(file);
      return {
        ...file,
        content: undefined,
        object: "file",
        purpose: "fine-tune",
        status: "processed",
      };
    }
    if (call === "GET /v1/files")
      return list(files.map(({ id, filename }) => ({ id, filename, status: "processed" })));
    if (call === "POST /v1/fine_tuning/jobs") {
      const wanted = JSON.parse(body) as Record<string, unknown>;
      const job = { ...wanted, id: `ftjob-${jobs.length + 1}`, object: "fine_tuning.job" };
      jobs.push(job);
      return { ...job, status: "validating_files" };
    }
    if (call === "GET /v1/fine_tuning/jobs")
      return list(
        jobs.map((job) => ({ ...job, status: job["cancelled"] ? "cancelled" : "running" })),
      );
    if (!call.includes("/v1/fine_tuning/jobs/")) return undefined;
    const [, , , , id, action] = call.split("/");
    const job = jobs.find((one) => one["id"] === id);
    if (job === undefined) return null;
    if (action === "cancel") job["cancelled"] = true;
    if (action === "events")
      return list([
        {
          id: "event-2",
          type: "metrics",
          level: "info",
          message: "Step 5/10",
          data: { step: 5, total_steps: 10, train_loss: 0.25, valid_loss: 0.5 },
        },
        { id: "event-1", type: "message", level: "info", message: "Job started" },
      ]);
    return shown(job);
  };
  return { files, jobs, answer };
}
