import { mkdirSync } from "node:fs";
import { inspect } from "node:util";
import { join } from "node:path";
import { isDatawrightError } from "../../base/errors.js";
import type { CachedAnswer } from "../../memory/contract.js";
import type { RunDatabase } from "../../memory/database/run-database.js";
import { entry, entryKey } from "../../memory/entry-key.js";
import { PostgresStorage } from "../../memory/postgres/postgres-storage.js";
import { requireVersion } from "../../memory/postgres/postgres-server.js";
import { schemaOf } from "../../memory/postgres/run-schemas.js";
import { storeAddress } from "../../memory/postgres/store-address.js";
import { RunFolder } from "../../memory/run-folder.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { lowestScored, scoreCounts } from "../../memory/verdict-scores.js";
import type { Span } from "../../schema/span.js";
import { describeWithPostgres } from "../helpers/describe-with-postgres.js";
import { failureOf } from "../helpers/failure-of.js";
import { PostgresTestServer } from "../helpers/postgres-server.js";
import { checkpointedGraph } from "../memory/checkpoint-graph.js";
import { describeRunStore } from "../memory/run-store-contract.js";
import { decided, draftOf, sampleOf, verdictOf } from "../memory/sample-fixture.js";
import { describeSampleStore } from "../memory/sample-store-contract.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const DONE = entryKey<number>("done");

describeWithPostgres("PostgresStorage", () => {
  let server: PostgresTestServer;
  let url: string;
  let storage: PostgresStorage;
  let made = 0;
  beforeAll(async () => {
    server = await PostgresTestServer.start();
    url = await server.database("runs");
    storage = await PostgresStorage.connect(url);
  });
  afterAll(async () => {
    await storage.close();
    await server.stop();
  });
  const folderOf = (id: string): RunFolder => {
    const folder = join(temporaryFolder(), id);
    mkdirSync(folder, { recursive: true });
    return new RunFolder(folder, { id });
  };
  const newRun = (): Promise<RunDatabase> => storage.create(folderOf(`run-${made++}`));
  const refused = (error: unknown): { code: string; said: string } => ({
    code: isDatawrightError(error) ? error.code : String(error),
    said: inspect(error, { depth: 9 }) + JSON.stringify(error),
  });

  it("takes the same drafts from several workers at a time, each once, and loses no verdict to a gate", async () => {
    const id = `run-${made++}`;
    const first = await storage.create(folderOf(id));
    const others = await Promise.all(
      [1, 2, 3].map(() => PostgresStorage.connect(url).then((one) => ({ one }))),
    );
    const stores = [
      new DatabaseSampleStore(first),
      ...(await Promise.all(
        others.map(async ({ one }) => new DatabaseSampleStore(await one.open(folderOf(id)))),
      )),
    ];
    const drafts = Array.from({ length: 20 }, (_, index) => draftOf(sampleOf(`s${index}`)));
    const [gate] = stores as [DatabaseSampleStore];
    await Promise.all(stores.map((store) => store.saveDrafts(drafts)));
    for (let turn = 0; turn < 3; turn++)
      await Promise.all([
        ...stores.map((store) => store.saveDrafts(drafts)),
        gate.applyUpdates([
          { sample: decided(drafts[turn]!.sample, "accepted", "novel"), acceptedOrdinal: turn },
        ]),
      ]);
    expect(await gate.count()).toBe(20);
    const verdicts = await gate.verdicts();
    expect(verdicts).toHaveLength(drafts.flatMap((draft) => draft.verdicts).length);
    await Promise.all(others.map(({ one }) => one.close()));
  });

  describe("DatabaseSampleStore on a server", () => {
    describeSampleStore(async (name) =>
      name === undefined
        ? { name: (name = `run-${made++}`), database: await storage.create(folderOf(name)) }
        : { name, database: await storage.open(folderOf(name)) },
    );
  });

  describe("DatabaseRunStore on a server", () => {
    describeRunStore(newRun);
  });

  it("gives the figures and pages of a trace and of scores that a file gives", async () => {
    const span = (id: number, change: Partial<Span>): Span => ({
      id: `span${id}`,
      parentId: null,
      runId: "run",
      name: "chat",
      operation: "chat",
      agent: id % 2 === 0 ? "critic" : "Generator",
      startedAt: 1.75e12 + id / 8,
      durationMs: 500.25 - id,
      status: "ok",
      errorCode: null,
      sampleIds: [`s${id % 3}`],
      attributes: {
        "gen_ai.request.model": id < 4 ? "ä" : "Z",
        "gen_ai.usage.input_tokens": 3_000_000_000,
        "gen_ai.usage.output_tokens": id,
        "gen_ai.usage.cache_read.input_tokens": id === 1 ? undefined : 7,
        "datawright.cached": id === 2,
        ...(id === 5 ? {} : { "datawright.cost_usd": 0.125 }),
      },
      inputHash: null,
      outputHash: null,
      ...change,
    });
    const look = async (database: RunDatabase): Promise<unknown> => {
      const trace = new DatabaseTraceStore(database);
      for (let id = 0; id < 7; id++)
        trace.record(span(id, { name: id === 3 ? "a\0b \ud800" : "chat" }), {
          input: { text: `the same\0 ${id % 2}` },
        });
      const samples = new DatabaseSampleStore(database);
      await samples.saveDrafts(
        [0.05, 0.5, 1, null].map((score, index) =>
          draftOf(decided(sampleOf(`s${index}`, { text: "a\0b" }), "accepted", "accepted"), {
            verdicts: [verdictOf(`s${index}`, { score, reason: "\0\0 \udfff \\u0000 \\" })],
          }),
        ),
      );
      const spans = await trace.spans({ limit: 5, offset: 1 });
      return {
        spans,
        bodies: await Promise.all(spans.map(({ inputHash }) => trace.body(inputHash!))),
        slowest: await trace.spans({ slowest: true, agent: "critic", operation: ["chat"] }),
        ofSample: await trace.spans({ sample: "s1" }),
        usage: await trace.usage(),
        kinds: await trace.kinds(),
        scores: await scoreCounts(database, { round: 0, bins: 10 }),
        lowest: await lowestScored(database, { round: 0, limit: 2 }),
        orphans: await database.orphans(),
      };
    };
    const file = openRunDatabase(join(temporaryFolder(), "run.db"));
    expect(await look(await newRun())).toEqual(await look(file));
    file.close();
  });

  it("lets a graph go on from its checkpoints, and deletes them", async () => {
    const database = await newRun();
    const config = { configurable: { thread_id: "run" }, durability: "sync" as const };
    const calls: string[] = [];
    const broken = await checkpointedGraph(database, calls, true);
    expect(await failureOf(broken.invoke({ done: [] }, config))).toMatchObject({
      message: "killed here",
    });
    const graph = await checkpointedGraph(database, calls, false);
    expect(await graph.invoke(null, config)).toEqual({ done: ["plan", "work"] });
    expect(calls).toEqual(["plan", "work", "work"]);
    const saver = await database.checkpointer();
    await saver.deleteThread("run");
    expect(await saver.getTuple(config)).toBeUndefined();
  });

  it("keeps the first answer to a key, finds many at once, prunes, and takes a damaged one for none", async () => {
    const answer = (text: string): CachedAnswer => ({
      text,
      inputTokens: 3,
      outputTokens: 2,
      finish: "stop",
      model: "m",
    });
    const [one, other] = [await storage.openCache(), await storage.openCache()];
    expect(await one.get("k0")).toBeNull();
    await Promise.all([0, 1, 2].map((key) => one.put(`k${key}`, answer(`first \0 ${key}`))));
    await other.put("k0", answer("second"));
    const found = await Promise.all(["k0", "k1", "k1", "none"].map(async (key) => other.get(key)));
    expect(found.map((one) => one?.text ?? null)).toEqual([
      "first \0 0",
      "first \0 1",
      "first \0 1",
      null,
    ]);
    await server.sql(`update datawright.answers set record = '{half' where key = 'k0'`, "runs");
    expect(await one.get("k0")).toBeNull();
    await one.put("k0", answer("anew"));
    expect((await other.get("k0"))?.text).toBe("anew");
    const { entries, bytes } = await one.stats();
    expect(entries).toBe(3);
    expect(await one.prune({ maxBytes: 0 })).toEqual({ removed: 3, bytes });
  });

  it("refuses a second owner, and what an owner that was replaced still writes", async () => {
    const folder = folderOf("owned");
    const lock = await storage.lock(folder);
    const database = await storage.create(folder);
    await storage.saveConfig(folder, { runId: "owned" });
    const elsewhere = await PostgresStorage.connect(url);
    const away = folderOf("owned");
    expect(await failureOf(elsewhere.lock(away))).toMatchObject({ code: "RUN_LOCKED" });
    const store = new DatabaseRunStore(database);
    await store.set(DONE, 1);
    // As if this process had been cut off, and another had taken the run meanwhile.
    await server.sql("update datawright.owners set epoch = epoch + 1 where id = 'owned'", "runs");
    expect(await failureOf(store.set(DONE, 2))).toMatchObject({ code: "RUN_LOCKED" });
    await lock.release();
    const taken = await elsewhere.lock(away);
    const other = new DatabaseRunStore(await elsewhere.open(away));
    expect(await other.get(DONE)).toBe(1);
    await other.set(DONE, 3);
    expect(await store.get(DONE)).toBe(3);
    await taken.release();
    await elsewhere.close();
  });

  it("goes on when the server was stopped in the middle, and keeps the run for its owner", async () => {
    const folder = folderOf("restarted");
    const lock = await storage.lock(folder);
    const database = await storage.create(folder);
    const samples = new DatabaseSampleStore(database);
    await samples.saveDrafts([draftOf(sampleOf("s0"))]);
    const hasty = await PostgresStorage.connect(url, { patience: 0.2 });
    const impatient = new DatabaseSampleStore(await hasty.open(folder, { readonly: true }));
    await server.down();
    expect(await failureOf(impatient.count())).toMatchObject({
      code: "STORE_UNREACHABLE",
      hint: expect.stringContaining("resume"),
    });
    const writes = [1, 2, 3].map((index) => samples.saveDrafts([draftOf(sampleOf(`s${index}`))]));
    const count = samples.count();
    const saver = database.checkpointer();
    await server.up();
    await Promise.all(writes);
    expect(await impatient.count()).toBeGreaterThan(0);
    await hasty.close();
    expect(await count).toBeGreaterThan(0);
    await saver;
    expect(await samples.count()).toBe(4);
    expect(await samples.verdicts()).toHaveLength(4);
    await samples.applyUpdates([], [entry(DONE, 4)]);
    await lock.release();
  });

  it("names what is wrong with the address, the password, the database and the version, and no password", async () => {
    const wrong = "Wrong-Pa55word";
    const failures = await Promise.all(
      [
        server.url("runs").replace(server.password, wrong),
        server.url("nowhere"),
        server.url("runs").replace("postgresql:", "mysql:"),
        `postgresql://user:${wrong}@[::1/runs`,
      ].map(async (address) => refused(await failureOf(PostgresStorage.connect(address)))),
    );
    expect(failures.map(({ code }) => code)).toEqual([
      "STORE_REFUSED",
      "STORE_REFUSED",
      "USAGE",
      "USAGE",
    ]);
    const gone = refused(
      await failureOf(
        PostgresStorage.connect(server.url("runs").replace(String(server.port), "1"), {
          patience: 0.1,
        }),
      ),
    );
    expect(gone.code).toBe("STORE_UNREACHABLE");
    for (const { said } of [...failures, gone]) {
      expect(said).not.toContain(wrong);
      expect(said).not.toContain(server.password);
    }
    const shown = ["postgresql://maker:p@h/d", "postgresql://maker@h:5432/d", "postgres://[::1]/d"];
    expect(shown.map((address) => storeAddress(address))).toMatchObject([
      { place: "postgresql://h:5432/d", hasPassword: true },
      { place: "postgresql://h:5432/d", hasPassword: false },
      { place: "postgresql://[::1]:5432/d", hasPassword: false },
    ]);
    expect(() => requireVersion(110_022, "there")).toThrow(/PostgreSQL 11/u);
    const folder = folderOf("newer");
    await storage.create(folder);
    await server.sql("update datawright.runs set version = 99 where id = 'newer'", "runs");
    expect(await failureOf(storage.open(folder))).toMatchObject({ code: "STORE_VERSION" });
    // One of an older version, which had no tables: its owner makes them, a worker does not.
    await server.sql(
      `drop schema dw_newer cascade; create schema dw_newer;
       update datawright.runs set version = 0 where id = 'newer'`,
      "runs",
    );
    expect(await failureOf(storage.open(folder))).toMatchObject({ code: "STORE_VERSION" });
    const lock = await storage.lock(folder);
    await new DatabaseRunStore(await storage.open(folder)).set(DONE, 1);
    await lock.release();
  });

  it("names a schema for any id, apart for ids that differ", () => {
    const ids = ["tickets-20260101", "Ä".repeat(90), "a/b", "A/B", `${"x".repeat(70)}1`];
    const names = ids.map(schemaOf);
    expect(new Set(names).size).toBe(ids.length);
    for (const name of names) expect(name).toMatch(/^dw_[a-z0-9_-]{1,60}$/u);
  });
});
