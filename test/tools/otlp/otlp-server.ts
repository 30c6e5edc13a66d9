import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { readTraces, type ReceivedSpan } from "./read-traces.js";

/** A tracing back end on this machine: takes OTLP over HTTP, and answers as it is told. */
export async function startOtlpServer({ status = 200 }: { readonly status?: number } = {}) {
  const spans: ReceivedSpan[] = [];
  const headers: Record<string, unknown>[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      headers.push(request.headers);
      paths.push(request.url ?? "");
      const body = Buffer.concat(chunks);
      spans.push(
        ...readTraces(
          request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body,
          request.headers["content-type"],
        ),
      );
      // An export response without a word is a success.
      response.writeHead(status, { "content-type": "application/x-protobuf" });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    headers,
    paths,
    stop: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}
