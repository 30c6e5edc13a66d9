import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { objectSchema } from "../../tools/models/prompt/object-schema.js";
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
