import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { openRunDatabase, type SqliteRunDatabase } from "../../memory/sqlite/open-run-database.js";
import type { Logger } from "../../memory/logger-contract.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import type { Span } from "../../schema/span.js";
import { temporaryFolder } from "./temporary-folder.js";

let counter = 0;
const spanOf = (change: Partial<Span> = {}): Span => ({
  id: `span${counter++}`,
  parentId: null,
  runId: "run",
  name: "chat",
  operation: "chat",
  agent: "generator",
  startedAt: counter,
  durationMs: 500,
  status: "ok",
  errorCode: null,
  sampleIds: [],
  attributes: {},
  inputHash: null,
  outputHash: null,
  ...change,
});
const call = (model: string, cost: number | undefined, change: Record<string, unknown> = {}) => ({
  "gen_ai.request.model": model,
  "gen_ai.usage.input_tokens": 10,
  "gen_ai.usage.output_tokens": 4,
  "datawright.cached": false,
  ...(cost === undefined ? {} : { "datawright.cost_usd": cost }),
  ...change,
});

describe("DatabaseTraceStore", () => {
  let database: SqliteRunDatabase;
  beforeEach(() => {
    database = openRunDatabase(join(temporaryFolder(), "run.db"));
  });
  afterEach(() => database.close());

  it("writes what stands in a full block without being asked, and the rest with the next", async () => {
    const store = new DatabaseTraceStore(database, { flushSize: 3, flushMilliseconds: 1e6 });
    const count = (table: string) =>
      database.raw.prepare(`select count(*) from ${table}`).pluck().get();
    const written = new Promise<void>((resolve) => {
      const write = database.writeBatch.bind(database);
      database.writeBatch = async (statements) => {
        await write(statements);
        resolve();
      };
    });
    for (let at = 0; at < 3; at++) store.record(spanOf(), { input: "a small one" });
    for (let at = 0; at < 3; at++)
      store.record(spanOf(), { input: `${at}${"a large one ".repeat(10_000)}` });
    await written;
    expect([count("trace_blocks"), count("spans"), count("bodies")]).toEqual([1, 6, 4]);
    store.record(spanOf());
    await store.flush();
    expect([count("trace_blocks"), count("spans"), count("bodies")]).toEqual([2, 7, 4]);
    expect((await store.spans()).length).toBe(7);
  });

  it("goes on behind a step, also among those that began at once", async () => {
    const store = new DatabaseTraceStore(database);
    const ids = ["c", "a", "e", "b", "d"];
    for (const id of ids) store.record(spanOf({ id, startedAt: id < "d" ? 1.5 : 2.25 }));
    const seen: string[] = [];
    for (let after: Span | undefined; ;) {
      const page = await store.spans({ after, limit: 2 });
      seen.push(...page.map(({ id }) => id));
      after = page.at(-1);
      if (page.length < 2) break;
    }
    expect(seen).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("writes what waits after a while without being asked", async () => {
    const store = new DatabaseTraceStore(database, { flushMilliseconds: 1 });
    store.record(spanOf());
    const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
    for (
      let tries = 0;
      tries < 2000 && database.raw.prepare("select count(*) from spans").pluck().get() === 0;
      tries++
    )
      await turn();
    expect(database.raw.prepare("select count(*) from spans").pluck().get()).toBe(1);
  });

  it("stores a body once, however many spans have it", async () => {
    const store = new DatabaseTraceStore(database);
    for (let index = 0; index < 5; index++)
      store.record(spanOf(), {
        input: { messages: ["same"] },
        output: { text: `answer ${index % 2}` },
      });
    const spans = await store.spans();
    expect(new Set(spans.map((span) => span.inputHash)).size).toBe(1);
    expect(database.raw.prepare("select count(*) from bodies").pluck().get()).toBe(3);
    expect(await store.body(spans[0]?.inputHash ?? "")).toEqual({ messages: ["same"] });
    expect(await store.body("unknown")).toBeNull();
  });

  it("keeps no secret in a body or an attribute", async () => {
    const store = new DatabaseTraceStore(database);
    store.record(
      spanOf({ attributes: { "server.address": "https://host/v1?key=AbCdEf123456&x=1" } }),
      {
        input: {
          headers: { Authorization: "Bearer abcdefgh12345678" },
          text: "my key is sk-abcdefghijkl1234",
        },
      },
    );
    const [span] = await store.spans();
    const stored = JSON.stringify([span, await store.body(span?.inputHash ?? "")]);
    expect(stored).not.toMatch(/AbCdEf123456|abcdefgh12345678|sk-abcdefghijkl1234/);
    expect(stored).toContain("&x=1");
  });

  it("sums calls, cached calls, tokens, cost and time by agent and model", async () => {
    const store = new DatabaseTraceStore(database);
    store.record(spanOf({ attributes: call("m1", 0.25) }));
    store.record(spanOf({ attributes: call("m1", 0.5) }));
    store.record(spanOf({ attributes: call("m1", undefined, { "datawright.cached": true }) }));
    store.record(spanOf({ agent: "critic", attributes: call("m2", 0.5) }));
    store.record(spanOf({ agent: "critic", attributes: call("m2", undefined) }));
    store.record(
      spanOf({ agent: "labeler", status: "error", attributes: { "gen_ai.request.model": "m3" } }),
    );
    store.record(spanOf({ operation: "invoke_agent", attributes: call("m1", 100) }));
    store.record(spanOf({ operation: "embeddings", agent: "critic", attributes: call("e", 0) }));
    expect(await store.usage()).toEqual([
      {
        agent: "critic",
        model: "e",
        calls: 1,
        cached: 0,
        inputTokens: 10,
        cachedInputTokens: 0,
        outputTokens: 4,
        costUsd: 0,
        seconds: 0.5,
      },
      {
        agent: "critic",
        model: "m2",
        calls: 2,
        cached: 0,
        inputTokens: 20,
        cachedInputTokens: 0,
        outputTokens: 8,
        costUsd: null,
        seconds: 1,
      },
      {
        agent: "generator",
        model: "m1",
        calls: 2,
        cached: 1,
        inputTokens: 20,
        cachedInputTokens: 0,
        outputTokens: 8,
        costUsd: 0.75,
        seconds: 1.5,
      },
      {
        agent: "labeler",
        model: "m3",
        calls: 0,
        cached: 0,
        inputTokens: 0,
        cachedInputTokens: 0,
        outputTokens: 0,
        costUsd: 0,
        seconds: 0.5,
      },
    ]);
    expect(await store.usage(["embeddings"])).toMatchObject([{ model: "e" }]);
  });

  it("pages, filters by agent and operation, and puts the slowest first", async () => {
    const store = new DatabaseTraceStore(database);
    for (let index = 0; index < 6; index++)
      store.record(
        spanOf({
          id: `p${index}`,
          agent: index % 2 === 0 ? "a" : "b",
          operation: index < 3 ? "chat" : "plan",
          startedAt: index,
          durationMs: index,
        }),
      );
    const ids = async (query: Parameters<typeof store.spans>[0]) =>
      (await store.spans(query)).map((span) => span.id);
    expect(await ids({ limit: 2, offset: 1 })).toEqual(["p1", "p2"]);
    expect(await ids({ agent: "b" })).toEqual(["p1", "p3", "p5"]);
    expect(await ids({ operation: "plan", slowest: true })).toEqual(["p5", "p4", "p3"]);
    expect(await ids({ ids: ["p4", "p0"] })).toEqual(["p0", "p4"]);
  });

  it("overwrites a span of the same id: a repeated step leaves one", async () => {
    const store = new DatabaseTraceStore(database);
    store.record(
      spanOf({ id: "same", status: "error", errorCode: "MODEL_TIMEOUT", sampleIds: ["s"] }),
    );
    store.record(spanOf({ id: "same", sampleIds: ["s"] }));
    expect(await store.spans({ sample: "s" })).toMatchObject([{ id: "same", status: "ok" }]);
  });

  it("counts and logs what a full disk takes, and never throws", async () => {
    const warnings: string[] = [];
    const logger = {
      debug() {},
      info() {},
      error() {},
      warn: (message: string) => warnings.push(message),
    } as unknown as Logger;
    const store = new DatabaseTraceStore(database, { logger });
    database.raw.pragma(
      `max_page_count = ${database.raw.pragma("page_count", { simple: true }) as number}`,
    );
    for (let index = 0; index < 50; index++)
      store.record(spanOf(), { input: `${index}${randomBytes(5000).toString("base64")}` });
    await store.flush();
    expect(store.lost).toBe(50);
    expect(warnings).toHaveLength(1);
    database.raw.pragma("max_page_count = 100000");
    store.record(spanOf({ id: "later" }));
    expect((await store.spans()).map((span) => span.id)).toEqual(["later"]);
  });
});
