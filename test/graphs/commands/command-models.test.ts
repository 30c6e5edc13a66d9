import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { curateData } from "../../../graphs/commands/curate-data.js";
import type { CurateOptions } from "../../../graphs/commands/curating/curate-options.js";
import { labelData } from "../../../graphs/commands/label-data.js";
import { openRunDatabase } from "../../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../../memory/trace-store.js";
import { startOpenAiServer, type OpenAiServer } from "../../helpers/openai-server.js";
import type { Fault } from "../../helpers/openai-faults.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const ROWS = 24;
const texts = Array.from({ length: ROWS }, (_, row) =>
  row % 2 === 0 ? `give my money back, order ${row}` : `where is my parcel number ${row}`,
);
const task = {
  name: "tickets",
  kind: "classification" as const,
  description: "Tickets of a shop.",
  labels: ["refund", "delivery"],
  target: 4,
};

let folder: string;
let server: OpenAiServer;
/** What goes wrong with a request, by its text. */
let fault: (text: string, asked: number) => Fault | null = () => null;

beforeEach(async () => {
  folder = temporaryFolder();
  writeFileSync(
    join(folder, "rows.csv"),
    `text,label\n${texts.map((text) => `"${text}",refund`).join("\n")}\n`,
  );
  fault = () => null;
  process.env["OPENAI_API_KEY"] = "key-of-a-test";
  server = await startOpenAiServer({
    answer: (body) =>
      body["response_format"] === undefined ? "5\nFine." : { label: "refund", confidence: 0.9 },
    rule: ({ index, body }) => fault(rowOf(body), index),
  });
});
afterEach(async () => {
  delete process.env["OPENAI_API_KEY"];
  await server.stop();
});

const rowOf = (body: Record<string, unknown>): string => {
  const said = JSON.stringify(body["messages"]);
  return texts.find((text) => said.includes(`${text}\\"`) || said.includes(`${text}"`)) ?? "";
};
/** How often each row was asked about. */
const askedOf = (): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { body } of server.requests)
    counts.set(rowOf(body), (counts.get(rowOf(body)) ?? 0) + 1);
  return counts;
};
const judged = (options: Partial<CurateOptions> = {}): ReturnType<typeof curateData> =>
  curateData(join(folder, "rows.csv"), {
    task,
    filters: ["judge-rating"],
    model: { model: "openai:judge", baseUrl: server.url },
    workspace: join(folder, "workspace"),
    ...options,
  });

describe("the models of curate and label", () => {
  it("ask again where the provider limits or fails, and lose no row", async () => {
    const refused = new Set<string>();
    fault = (text, asked) => {
      if (asked % 4 !== 0 || refused.has(text)) return null;
      refused.add(text);
      return asked % 8 === 0 ? { kind: "rate-limit", retryAfter: 0 } : { kind: "server-error" };
    };
    const curated = await judged();
    expect(curated).toMatchObject({ kept: ROWS, modelCalls: ROWS, costUsd: null });
    const labelled = await labelData(join(folder, "rows.csv"), {
      task,
      maxCalls: 10,
      model: { model: "openai:labeler", baseUrl: server.url },
      workspace: join(folder, "workspace"),
    });
    expect(labelled).toMatchObject({ calls: 10 });
    expect(refused.size).toBeGreaterThan(4);
  });

  it("go on from what was answered when the provider came back", async () => {
    fault = (_text, asked) => (asked < 7 ? null : { kind: "unauthorized" });
    // The second time they come from the cache: they are the same seven.
    for (const _time of ["first", "second"])
      await expect(judged()).rejects.toMatchObject({
        code: "MODEL_AUTH",
        hint: expect.stringContaining("The 7 answers so far are kept: the same command goes on"),
      });
    fault = () => null;
    const before = server.requests.slice(0, 7).map(({ body }) => rowOf(body));
    const { kept, cachedCalls } = await judged();
    expect([kept, cachedCalls]).toEqual([ROWS, 14]); // of all times together
    expect(before.map((text) => askedOf().get(text))).toEqual(before.map(() => 1));
  });

  it("keep within a budget, of both times together", async () => {
    await expect(judged({ budget: { calls: 5 } })).rejects.toMatchObject({
      code: "BUDGET_EXHAUSTED",
    });
    expect(server.count).toBe(5);
    await expect(judged({ budget: { calls: 9 } })).rejects.toMatchObject({
      code: "BUDGET_EXHAUSTED",
      hint: expect.stringContaining("with a larger budget"),
    });
    expect(server.count).toBe(9);
    expect((await judged({ budget: { calls: ROWS } })).kept).toBe(ROWS);
    expect(server.count).toBe(ROWS);
    await expect(judged({ budget: { usd: 1 } })).rejects.toMatchObject({ code: "NO_PRICE" });
  });

  it("are the same for a relabeler that asks: a budget stops it, the cache goes on", async () => {
    const votes = { filters: [], relabel: [{ name: "majority-vote", variants: 2 }] };
    await expect(judged({ ...votes, budget: { calls: 9 } })).rejects.toMatchObject({
      code: "BUDGET_EXHAUSTED",
    });
    expect(server.count).toBe(9);
    const { steps } = await judged(votes);
    expect([steps[0]!.figures["asked"], server.count]).toEqual([ROWS, 2 * ROWS]);
  });

  it("are traced in the folder that is written, each question with its row", async () => {
    const { folder: out } = await judged();
    const database = openRunDatabase(join(out!, "trace.db"), { readonly: true });
    const spans = await new DatabaseTraceStore(database).spans({ limit: 100 });
    database.close();
    expect(spans.filter((span) => span.operation === "chat")).toHaveLength(ROWS);
    expect(spans[0]).toMatchObject({ agent: "curator", sampleIds: [expect.any(String)] });
  });

  it("stop when they are told to, and keep the answers", async () => {
    const stop = new AbortController();
    fault = (_text, asked) => {
      if (asked < 3) return null;
      stop.abort();
      return { kind: "hang" };
    };
    await expect(judged({ signal: stop.signal, concurrency: 1 })).rejects.toMatchObject({
      code: expect.stringMatching(/^(INTERRUPTED|MODEL_ABORTED)$/u),
      // What was asked and cut off is booked, and no answer.
      hint: expect.stringContaining("The 3 answers so far are kept"),
    });
    fault = () => null;
    expect(await judged()).toMatchObject({ kept: ROWS, cachedCalls: 3 });
  });
});
