import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface Served {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}
/** Path with query -> what is answered, or a function that answers. */
export type Routes = Readonly<
  Record<string, Served | ((request: IncomingMessage & { readonly body: string }) => Served)>
>;

/** A server on a free port of 127.0.0.1 that answers from a table and keeps what it was asked. */
export class FileServer {
  readonly requests: {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(routes: Routes | ((origin: string) => Routes)): Promise<FileServer> {
    const server = createServer();
    const started = new FileServer(server);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const table = typeof routes === "function" ? routes(started.origin) : routes;
    server.on(
      "request",
      (request: IncomingMessage, response: ServerResponse) =>
        void started.#answer(request, response, table),
    );
    return started;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  /** Paths in the order in which they were asked for. */
  get paths(): string[] {
    return this.requests.map((request) => request.path);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #answer(request: IncomingMessage, response: ServerResponse, routes: Routes): Promise<void> {
    let body = "";
    for await (const part of request) body += String(part);
    const path = request.url ?? "/";
    this.requests.push({ method: request.method ?? "", path, headers: request.headers, body });
    const route = Object.hasOwn(routes, path) ? routes[path]! : { status: 404, body: "not here" };
    const {
      status = 200,
      headers = { "content-type": "text/html; charset=utf-8" },
      body: answer = "",
    } = typeof route === "function" ? route(Object.assign(request, { body })) : route;
    response.writeHead(status, headers).end(answer);
  }
}
