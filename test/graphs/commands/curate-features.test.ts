import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { sha256Hex } from "../../../base/statistics/hash.js";
import { Random } from "../../../base/statistics/random.js";
import { curateData } from "../../../graphs/commands/curate-data.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const folder = temporaryFolder();
const COUNT = 120;
const WRONG = 30;
// Words say nothing of the label; the embedding does.
const textOf = (at: number): string => sha256Hex(`text ${at}`).slice(0, 10);
const sideOf = (at: number): number => (at % 2 === 0 ? 1 : -1);
const vectors = new Map(
  Array.from({ length: COUNT }, (_, at) => {
    const random = new Random(`vector ${at}`);
    const noise = (): number => 0.3 * (random.next() - 0.5);
    return [textOf(at), [3 + noise(), sideOf(at) + noise(), noise(), noise()]] as const;
  }),
);
const asked: string[] = [];
let server: Server;
let baseUrl = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      const { input } = JSON.parse(body) as { input: string[] };
      asked.push(...input);
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          object: "list",
          model: "vectors",
          data: input.map((text, index) => ({
            object: "embedding",
            index,
            embedding: vectors.get(text) ?? [1, 0, 0, 0],
          })),
          usage: { prompt_tokens: 5 * input.length, total_tokens: 5 * input.length },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

const data = join(folder, "rows.jsonl");
writeFileSync(
  data,
  Array.from({ length: COUNT }, (_, at) => {
    const isYes = sideOf(at) > 0 !== at < WRONG;
    return `${JSON.stringify({ text: textOf(at), label: isYes ? "yes" : "no" })}\n`;
  }).join(""),
);
const task = (curate: object) => ({
  name: "rows",
  kind: "classification" as const,
  description: "Rows.",
  labels: ["yes", "no"],
  target: COUNT,
  models: { embeddings: { model: "openai:vectors", baseUrl, dimension: 4 } },
  curate: { force: true, relabel: ["confident-learning"], ...curate },
});

describe("curateData with `features`", () => {
  it("finds by embeddings the wrong labels that words do not tell", async () => {
    const report = await curateData(data, {
      task: task({ features: "embeddings" }),
      out: null,
      repeats: 2,
    });
    expect(report.removed).toBeGreaterThanOrEqual(WRONG - 2);
    expect(report.removed).toBeLessThanOrEqual(WRONG + 2);
    // Each text once, whatever the number of folds and repeats.
    expect(asked).toHaveLength(COUNT);
  });

  it("lets the option go before the task, and refuses another word", async () => {
    asked.length = 0;
    const words = await curateData(data, {
      task: task({ features: "both" }),
      features: "words",
      out: null,
      repeats: 1,
    });
    expect(Math.abs(words.removed - WRONG)).toBeGreaterThan(4);
    expect(asked).toEqual([]);
    await expect(
      curateData(data, { task: task({}), features: "vectors" as "words", out: null }),
    ).rejects.toMatchObject({ code: "SHAPE", message: expect.stringContaining("embeddings") });
  });

  it("stops at its budget before it embeds", async () => {
    asked.length = 0;
    await expect(
      curateData(data, { task: task({}), features: "embeddings", out: null, budget: { calls: 1 } }),
    ).rejects.toMatchObject({ code: "BUDGET_EXHAUSTED" });
    expect(asked.length).toBeLessThan(COUNT);
  });

  it("takes the leak filter of a task where a test file is given", async () => {
    const test = join(folder, "test.jsonl");
    writeFileSync(test, `${JSON.stringify({ text: textOf(3), label: "no" })}\n`);
    const leak = task({ filters: ["leakage"], relabel: [] });
    const report = await curateData(data, { task: leak, test, out: null });
    expect(report.steps[0]).toMatchObject({ step: "leakage", removed: 1 });
    await expect(curateData(data, { task: leak, out: null })).rejects.toMatchObject({
      code: "SPEC_INVALID",
    });
  });
});
