import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { objectSchema } from "../../tools/models/prompt/object-schema.js";
import { startOpenAiServer } from "./openai-server.js";
import { fillSchema } from "../../graphs/conformance/fill-schema.js";

describe("fillSchema", () => {
  const schema = z.object({
    text: z.string(),
    label: z.enum(["a", "b"]),
    score: z.number().min(0).max(1),
    count: z.number().int().min(2).max(9),
    ok: z.boolean(),
    tags: z.array(z.string()).min(1).max(3),
    note: z.string().optional(),
    inner: z.object({ kind: z.literal("x") }),
    either: z.union([z.string(), z.number()]),
  });

  it("gives values that fit, the same for the same seed, hardly ever twice the same text", () => {
    const json = objectSchema(schema).json as Record<string, unknown>;
    const values = Array.from({ length: 300 }, (_, seed) =>
      schema.parse(objectSchema(schema).restore(fillSchema(json, String(seed)))),
    );
    expect(fillSchema(json, "7")).toEqual(fillSchema(json, "7"));
    expect(new Set(values.map((value) => value.text)).size).toBeGreaterThan(295);
    expect(new Set(values.map((value) => value.label)).size).toBe(2);
  });
});

describe("the server", () => {
  it("gives an answer to another, and one twice on the same connection", async () => {
    const server = await startOpenAiServer({
      answer: (_body, index) => `answer ${index}`,
      faults: [null, { kind: "answer-of-another" }, { kind: "twice" }],
    });
    const body = JSON.stringify({ model: "m", messages: [] });
    const ask = (): Promise<string> =>
      fetch(`${server.url}/chat/completions`, { method: "POST", body }).then((all) => all.text());
    expect(await ask()).toContain("answer 0");
    expect(await ask()).toContain("answer 0");
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    let said = "";
    for await (const bytes of socket) {
      said += String(bytes);
      if (said.split("answer 2").length > 2) break;
    }
    expect(said.split("HTTP/1.1 200 OK")).toHaveLength(3);
    await server.stop();
  });
});

describe("the server as a process", () => {
  it("prints its address, answers, counts, and ends with its input", async () => {
    const child = spawn(
      process.execPath,
      [
        "--import",
        "tsx",
        fileURLToPath(new URL("./openai-server-process.ts", import.meta.url)),
        "--faults",
        '[{"kind":"server-error"}]',
      ],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<Record<string, unknown>> =>
      JSON.parse((await lines.next()).value as string) as Record<string, unknown>;
    const { url } = await next();
    const ask = () =>
      fetch(`${String(url)}/chat/completions`, {
        method: "POST",
        body: JSON.stringify({ model: "m", messages: [] }),
      });
    expect((await ask()).status).toBe(500);
    expect((await ask()).status).toBe(200);
    child.stdin.write("\n");
    expect(await next()).toMatchObject({ count: 2 });
    child.stdin.end();
    expect((await once(child, "exit"))[0]).toBe(0);
  });
});
