import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { secretForms } from "../../base/secret-forms.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { callCommand } from "../helpers/command-in-process.js";
import { ticketServerAnswer, ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

/** What the server says back to the key that it was asked with. */
type Echo = (key: string, response: ServerResponse, body: Record<string, unknown>) => void;

const json = (response: ServerResponse, value: unknown, status = 200, said?: string): void => {
  response.writeHead(status, said, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
};
/** In each way in which a text may hold it. */
const everyForm = (key: string): string =>
  [
    key,
    encodeURIComponent(key),
    Buffer.from(`user:${key}`).toString("base64"),
    JSON.stringify({ key }),
  ].join(" and ");
const completion = (content: unknown, model: unknown): unknown => ({
  id: "x",
  object: "chat.completion",
  model,
  choices: [
    {
      index: 0,
      finish_reason: "stop",
      message: { role: "assistant", content: JSON.stringify(content) },
    },
  ],
  usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 },
});
const embeddings = (body: Record<string, unknown>): unknown => ({
  data: ([] as unknown[]).concat(body["input"]).map((text, index) => ({
    index,
    embedding: Array.from({ length: 8 }, (_, axis) => ((String(text).length * (axis + 3)) % 7) + 1),
  })),
});

const ECHOES: Readonly<Record<string, Echo>> = {
  "a 200 that is no completion": (key, response) => json(response, { echo: everyForm(key) }),
  "a 200 that is no JSON": (key, response) => {
    response.end(everyForm(key));
  },
  "a 400": (key, response) =>
    json(response, { error: { message: everyForm(key), code: key } }, 400, `Not for ${key}`),
  "a 401": (key, response) => json(response, { error: { message: `Wrong key: ${key}` } }, 401),
  "a 500 with headers": (key, response) => {
    response.setHeader("x-request-id", key);
    json(response, { error: key }, 500, key);
  },
  "a completion and its model": (key, response, body) =>
    "input" in body
      ? json(response, embeddings(body))
      : json(response, completion(withKey(ticketServerAnswer(body), key), key)),
};

function withKey(answer: unknown, key: string): unknown {
  const { text } = answer as { text?: unknown };
  return typeof text === "string" ? { text: `${text} ${everyForm(key)}` } : answer;
}

/** A server that speaks of every key that it is sent. */
async function startEcho(echo: Echo): Promise<{ url: string; server: Server }> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      const body = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
      const key = String(request.headers.authorization ?? "").replace("Bearer ", "");
      if (request.url?.startsWith("/search"))
        json(response, [{ text: `Found for ${everyForm(key)} at last.`, id: key }]);
      else echo(key, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** The places where any form of the key stands. */
function leaks(key: string, workspace: string, said: string): string[] {
  const forms = [...secretForms(key)];
  const leaking = (text: string): boolean => forms.some((form) => text.includes(form));
  return [
    ...filesIn(workspace).filter((path) => leaking(readFileSync(path, "latin1"))),
    ...(leaking(said) ? [`the streams: ${said}`] : []),
  ];
}

describe("a key that a server speaks of", () => {
  const variables = ["CANARY_KEY", "CANARY_SEARCH"];
  afterEach(() => {
    for (const name of variables) delete process.env[name];
  });

  async function run(
    keys: readonly [model: string, search: string],
    echo: Echo,
    change: (spec: TaskSpecInput, url: string) => TaskSpecInput,
  ): Promise<{ workspace: string; said: string; code: unknown }> {
    variables.forEach((name, index) => (process.env[name] = keys[index]));
    const workspace = temporaryFolder();
    const { url, server } = await startEcho(echo);
    try {
      const settings = { baseUrl: `${url}/v1`, apiKeyEnv: "CANARY_KEY", maxRetries: 0 };
      const spec = change(
        {
          ...ticketSpec({ target: 3, curate: { filters: [], relabel: [] } }),
          models: {
            default: { model: "openai:echo", ...settings },
            embeddings: { model: "openai:echo", dimension: 8, ...settings },
          },
        },
        url,
      );
      const task = join(temporaryFolder(), "task.json");
      writeFileSync(task, JSON.stringify(spec));
      const { code, stdout, stderr } = await callCommand(
        ...["run", task, "--yes", "--verbose", "--workspace", workspace],
      );
      return { workspace, said: stdout + stderr, code };
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
  const ownEmbeddings = (spec: TaskSpecInput): TaskSpecInput => ({
    ...spec,
    models: { ...spec.models, embeddings: "embedded" },
  });

  it.each(Object.keys(ECHOES))("is nowhere after %s", async (name) => {
    const key = `ca"na\\ry'/+ k%y-${name.length}`;
    const { workspace, said } = await run([key, "unused-0"], ECHOES[name]!, ownEmbeddings);
    expect(filesIn(workspace).map((path) => path.split("/").at(-1))).toContain("run.db");
    expect(leaks(key, workspace, said)).toEqual([]);
  });

  it("is nowhere after embeddings that were refused with it", async () => {
    const key = "canary-for-embeddings";
    const { workspace, said } = await run(
      [key, "unused-0"],
      (given, response, body) =>
        "input" in body
          ? json(response, { echo: given })
          : json(response, completion(ticketServerAnswer(body), "m")),
      (spec) => spec,
    );
    expect(said).toContain("not a list of embeddings");
    expect(leaks(key, workspace, said)).toEqual([]);
  });

  it("is nowhere, though it is short, after a search that found it", async () => {
    const key = "k4n4ry";
    const { workspace, said, code } = await run(
      ["model-key-1", key],
      (_given, response, body) => json(response, completion(ticketServerAnswer(body), "m")),
      (spec, url) => ({
        ...ownEmbeddings(spec),
        knowledge: [
          {
            name: "http",
            url: `${url}/search?q={query}`,
            queries: ["parcels"],
            keyFrom: "CANARY_SEARCH",
            headers: { authorization: "Bearer {key}" },
            answer: { text: "text", id: "id" },
          },
        ],
      }),
    );
    expect(code).toBe(0);
    const kept = filesIn(join(workspace, "knowledge")).map((path) => readFileSync(path, "utf8"));
    expect(kept.join()).toContain("Found for [redacted]");
    expect(leaks(key, workspace, said)).toEqual([]);
  });
});
