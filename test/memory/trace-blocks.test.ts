import { statSync } from "node:fs";
import { join } from "node:path";
import {
  openRunDatabase,
  RUN_APPLICATION_ID,
  type SqliteRunDatabase,
} from "../../memory/sqlite/open-run-database.js";
import { RUN_MIGRATIONS } from "../../memory/database/migrations.js";
import { SqliteConnection } from "../../memory/sqlite/sqlite-connection.js";
import type { RunTables } from "../../memory/database/tables.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import type { Span } from "../../schema/span.js";
import { temporaryFolder } from "./temporary-folder.js";

const spanOf = (id: string, change: Partial<Span> = {}): Span => ({
  id,
  parentId: null,
  runId: "run",
  name: "chat",
  operation: "chat",
  agent: "generator",
  startedAt: Number(id.replaceAll(/\D/gu, "")),
  durationMs: 500,
  status: "ok",
  errorCode: null,
  sampleIds: [`sample of ${id}`],
  attributes: { "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 10 },
  inputHash: null,
  outputHash: null,
  ...change,
});
const prompt = (number: number) => ({
  sections: Array.from({ length: 20 }, (_, part) => ({
    kind: "task",
    text: `Part ${part} of it.`,
  })),
  number,
});

describe("the blocks of a trace", () => {
  const open: { close(): void }[] = [];
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });
  const opened = (path: string, options = {}): SqliteRunDatabase => {
    const database = openRunDatabase(path, options);
    open.push(database);
    return database;
  };

  /** A run's database as version 1 wrote it: a span and a body as JSON in their rows. */
  async function oldRun(): Promise<{ path: string; span: Span }> {
    const path = join(temporaryFolder(), "run.db");
    const old = new SqliteConnection<RunTables>({
      path,
      applicationId: RUN_APPLICATION_ID,
      migrations: RUN_MIGRATIONS.slice(0, 1),
    });
    const attributes = {
      "gen_ai.request.model": "m",
      "gen_ai.usage.input_tokens": 10,
      "gen_ai.usage.cache_read.input_tokens": 4,
    };
    const span = spanOf("old1", { inputHash: "hash of the old body", attributes });
    const { query } = old;
    await old.writeBatch([
      query
        .insertInto("spans")
        .values({
          id: span.id,
          operation: "chat",
          agent: "generator",
          started_at: 1,
          duration_ms: 500,
          status: "ok",
          model: "m",
          input_tokens: 10,
          output_tokens: 1,
          cached: 0,
          cost_usd: 0,
          record: JSON.stringify(span),
        })
        .compile(),
      query
        .insertInto("span_samples")
        .values({ sample_id: "sample of old1", span_id: span.id })
        .compile(),
      query
        .insertInto("bodies")
        .values({ hash: span.inputHash!, body: JSON.stringify(["@not.a place"]) })
        .compile(),
    ]);
    old.close();
    return { path, span };
  }

  it("are not needed to read a run of the version before them", async () => {
    const { path, span } = await oldRun();
    const before = statSync(path).size;
    const trace = new DatabaseTraceStore(opened(path, { readonly: true }));
    expect(await trace.spans({ sample: "sample of old1" })).toEqual([span]);
    expect(await trace.body("hash of the old body")).toEqual(["@not.a place"]);
    expect((await trace.usage())[0]).toMatchObject({ calls: 1, cachedInputTokens: 4 });
    expect(statSync(path).size).toBe(before);
  });

  it("come behind what the version before them wrote, when its run goes on", async () => {
    const { path, span } = await oldRun();
    const trace = new DatabaseTraceStore(opened(path));
    const kept = { "gen_ai.usage.cache_read.input_tokens": 3, "gen_ai.usage.output_tokens": 1 };
    trace.record(spanOf("new2", { attributes: { "gen_ai.request.model": "m", ...kept } }), {
      input: prompt(1),
    });
    const [first, second] = await trace.spans();
    expect(first).toEqual(span);
    expect(await trace.body(second!.inputHash!)).toEqual(prompt(1));
    expect(await trace.body("hash of the old body")).toEqual(["@not.a place"]);
    expect(await trace.spans({ sample: "sample of old1" })).toEqual([span]);
    expect(await trace.spans({ sample: "sample of new2" })).toEqual([second]);
    expect((await trace.usage())[0]).toMatchObject({ calls: 2, cachedInputTokens: 7 });
  });

  it("take the like of each other in a tenth of the place, and grow while they are read", async () => {
    const database = opened(join(temporaryFolder(), "run.db"));
    const trace = new DatabaseTraceStore(database, { flushSize: 7 });
    const reader = new DatabaseTraceStore(database);
    for (let number = 0; number < 1000; number++) {
      trace.record(spanOf(`span${number}`), { input: prompt(number) });
      if (number % 100 !== 0) continue;
      await trace.flush();
      const [span] = await reader.spans({ ids: [`span${number}`] });
      expect(await reader.body(span!.inputHash!)).toEqual(prompt(number));
    }
    const spans = await trace.spans();
    expect(spans.map(({ id }) => id)).toEqual(spans.map((_, number) => `span${number}`));
    const bodies = await Promise.all(spans.map(({ inputHash }) => reader.body(inputHash!)));
    expect(bodies).toEqual(spans.map((_, number) => prompt(number)));
    const bytes = (of: string) => database.raw.prepare(`select ${of}`).pluck().get() as number;
    const plain = bodies
      .concat(spans)
      .reduce<number>((sum, each) => sum + JSON.stringify(each).length, 0);
    expect(bytes("sum(length(data)) from trace_blocks")).toBeLessThan(plain / 10);
    expect(bytes("count(*) from trace_blocks")).toBeGreaterThan(3);
  });

  it("say which of them is lost or damaged", async () => {
    const database = opened(join(temporaryFolder(), "run.db"));
    const trace = new DatabaseTraceStore(database);
    trace.record(spanOf("span1"));
    await trace.flush();
    database.raw.exec("update trace_blocks set data = x'00112233'");
    const expected = { code: "STORE_CORRUPT", details: { path: database.path } };
    await expect(trace.spans()).rejects.toMatchObject(expected);
    database.raw.exec("delete from trace_blocks");
    await expect(new DatabaseTraceStore(database).spans()).rejects.toMatchObject(expected);
  });
});
