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
/** Requests after so many fail, as those of a provider that is gone. */
let most = Infinity;
let requests = 0;
let server: Server;
let baseUrl = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      if (++requests > most) return void response.writeHead(401).end("{}");
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

let workspaces = 0;
/** A workspace in which nothing was embedded yet, and no folder to write to. */
const fresh = () => ({ out: null, workspace: join(folder, `workspace-${++workspaces}`) });

describe("curateData with `features`", () => {
  it("finds by embeddings the wrong labels that words do not tell", async () => {
    const report = await curateData(data, {
      task: task({ features: "embeddings" }),
      ...fresh(),
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
      ...fresh(),
      repeats: 1,
    });
    expect(Math.abs(words.removed - WRONG)).toBeGreaterThan(4);
    expect(asked).toEqual([]);
    await expect(
      curateData(data, { task: task({}), features: "vectors" as "words", ...fresh() }),
    ).rejects.toMatchObject({ code: "SHAPE", message: expect.stringContaining("embeddings") });
  });

  it("stops at its budget before it embeds", async () => {
    asked.length = 0;
    await expect(
      curateData(data, {
        task: task({}),
        features: "embeddings",
        ...fresh(),
        budget: { calls: 1 },
      }),
    ).rejects.toMatchObject({ code: "BUDGET_EXHAUSTED" });
    expect(asked.length).toBeLessThan(COUNT);
  });

  it("embeds no text again for a repeated command, and none that a failed one had embedded", async () => {
    asked.length = 0;
    requests = 0;
    const options = { ...fresh(), task: task({ features: "embeddings" }), repeats: 1 };
    most = 1; // the second of two requests is refused
    await expect(curateData(data, { ...options, concurrency: 1 })).rejects.toMatchObject({
      code: "MODEL_AUTH",
      hint: expect.stringContaining("The embeddings so far are kept: the same command goes on"),
    });
    const paid = asked.length;
    expect(paid).toBeGreaterThan(0);
    most = Infinity;
    const first = await curateData(data, options);
    expect(asked).toHaveLength(COUNT);
    const { removed, modelCalls, cachedCalls } = await curateData(data, options);
    expect(asked).toHaveLength(COUNT);
    expect([removed, modelCalls]).toEqual([first.removed, 0]);
    expect(cachedCalls).toBeGreaterThan(0);
    // Another model has other vectors, and --fresh asks.
    const other = { model: "openai:vectors-2", baseUrl, dimension: 4 };
    await curateData(data, { ...options, embeddings: other });
    expect(asked).toHaveLength(2 * COUNT);
    await curateData(data, { ...options, cache: false });
    expect(asked).toHaveLength(3 * COUNT);
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
