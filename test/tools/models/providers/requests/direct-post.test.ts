import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { builtPackage } from "../../../../helpers/built-package.js";
import { headerOf } from "../../../../../tools/models/limits/provider-limits.js";
import { startNode } from "../../../../helpers/run-process.js";
import {
  directPost,
  type PostAnswer,
} from "../../../../../tools/models/providers/requests/direct-post.js";

const MOST = 1000;

describe("directPost", () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;
  const sockets = new Set<unknown>();
  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    server.on("connection", (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const ask = (body = "{}", { signal } = new AbortController()): Promise<PostAnswer> =>
    directPost(url, { most: MOST, name: "m" })({
      body,
      signal,
      headers: { authorization: "Bearer k" },
    });

  it("sends the body and gives status, headers and answer, over one connection", async () => {
    sockets.clear();
    answer = (request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (part: string) => (body += part));
      request.on("end", () => {
        response.writeHead(418, { "content-type": "application/json", "x-one": "1" });
        response.end(JSON.stringify({ body, key: request.headers.authorization }));
      });
    };
    for (const text of ["naïve 한국어", "again"]) {
      const found = await ask(text);
      expect([found.status, headerOf(found.headers, "x-one")]).toEqual([418, "1"]);
      expect(JSON.parse(found.text)).toEqual({ body: text, key: "Bearer k" });
    }
    expect(sockets.size).toBe(1);
  });

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
  ])("reads an answer that is compressed by %s, to its limit", async (encoding, compress) => {
    for (const [length, isRead] of [
      [MOST, true],
      [MOST + 1, false],
    ] as const) {
      answer = (_request, response) => {
        response.setHeader("content-encoding", encoding);
        response.end(compress("x".repeat(length)));
      };
      const text = ask().then((found) => found.text);
      if (isRead) expect((await text).length).toBe(length);
      else await expect(text).rejects.toMatchObject({ code: "MODEL_SERVER" });
    }
  });

  it("says in words of fetch that an answer is cut off, and ends with its signal", async () => {
    answer = (_request, response) => {
      response.setHeader("content-length", 100);
      response.write("half of it");
      setImmediate(() => response.destroy());
    };
    await expect(ask()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    const controller = new AbortController();
    answer = () => controller.abort();
    await expect(ask("{}", controller)).rejects.toMatchObject({ name: "AbortError" });
    await expect(ask("{}", controller)).rejects.toMatchObject({ name: "AbortError" });
  });

  it("goes on where the server sends it, with the same body", async () => {
    answer = (request, response) => {
      if (request.url === "/other") request.pipe(response);
      else response.writeHead(307, { location: "/other" }).end();
    };
    expect((await ask("the body")).text).toBe("the body");
  });

  it("leaves requests to what the user has put in the place of fetch", async () => {
    const usual = globalThis.fetch;
    answer = (_request, response) => response.end("the server");
    globalThis.fetch = async () => new Response("another way");
    try {
      expect((await ask()).text).toBe("another way");
    } finally {
      globalThis.fetch = usual;
    }
  });

  it("leaves requests to connections that were put in the place of fetch's, at any time", async () => {
    answer = (_request, response) => response.end("the server");
    const file = join(builtPackage().dist, "tools/models/providers/requests/direct-post.js");
    // A class of the name that Node's own has, as undici's has when it is installed.
    const script = `
      import { directPost } from ${JSON.stringify(pathToFileURL(file).href)};
      const place = Symbol.for("undici.globalDispatcher.1");
      const usual = globalThis[place];
      class Agent {
        dispatch(...given) {
          process.stdout.write("dispatched ");
          return usual.dispatch(...given);
        }
      }
      const ask = async () => {
        const post = directPost(process.argv[1], { most: 1000, name: "m" });
        const { signal } = new AbortController();
        process.stdout.write((await post({ headers: {}, body: "{}", signal })).text + ";");
      };
      await ask();
      globalThis[place] = new Agent();
      await ask();`;
    const { finished } = startNode(["--input-type=module", "-e", script, url], {
      cwd: process.cwd(),
    });
    expect((await finished).stdout).toBe("the server;dispatched the server;");
  });
});
