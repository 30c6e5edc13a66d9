import { statSync } from "node:fs";
import { join } from "node:path";
import { RUN_MIGRATIONS } from "../../memory/database/migrations.js";
import type { RunDatabase } from "../../memory/database/run-database.js";
import type { ReadableQuery } from "../../memory/database/dialect.js";
import { SampleTable } from "../../memory/read/sample-table.js";
import { spanKinds } from "../../memory/read/span-kinds.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import {
  openRunDatabase,
  RUN_APPLICATION_ID,
  SqliteRunDatabase,
} from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import type { Span } from "../../schema/span.js";
import { draftOf, sampleOf, verdictOf } from "./sample-fixture.js";
import { temporaryFolder } from "./temporary-folder.js";

const BEFORE = 4;
const REVISIONS = [0, 2, 0, 1, 0, 3];
/** What it says of itself is no field of the record. */
const SAID = 'It said {"revisions": 7} and "revisions":7.';

function spanOf(id: number): Span {
  const isChat = id % 2 === 0;
  return {
    id: `step${id}`,
    parentId: null,
    runId: "run",
    name: isChat ? "chat" : "invoke_agent",
    operation: isChat ? "chat" : "invoke_agent",
    agent: id % 3 === 0 ? "critic" : "generator",
    startedAt: id,
    durationMs: 1,
    status: id % 5 === 0 ? "error" : "ok",
    errorCode: id % 5 === 0 ? "MODEL_RATE_LIMITED" : null,
    sampleIds: [],
    attributes: isChat ? { "gen_ai.request.model": id % 4 === 0 ? "small" : "large" } : {},
    inputHash: null,
    outputHash: null,
  };
}

async function fill(database: RunDatabase): Promise<void> {
  const trace = new DatabaseTraceStore(database);
  for (let id = 0; id < 24; id++) trace.record(spanOf(id));
  await trace.flush();
  await new DatabaseSampleStore(database).saveDrafts(
    REVISIONS.map((revisions, ordinal) => {
      const id = `s${ordinal}`;
      const verdicts = [verdictOf(id, { revision: revisions })];
      return draftOf(sampleOf(id, { ordinal, revisions, text: SAID }), { verdicts });
    }),
  );
}

const counted = async (database: RunDatabase) => ({
  kinds: await spanKinds(database),
  revised: await new SampleTable(database).revised(),
});

describe("what pages count of a run", () => {
  let path: string;
  beforeAll(async () => {
    path = join(temporaryFolder(), "run.db");
    const migrations = RUN_MIGRATIONS.slice(0, BEFORE);
    const options = { path, applicationId: RUN_APPLICATION_ID, migrations };
    const database = new SqliteRunDatabase(options);
    await fill(database);
    database.close();
  });

  it("is the same of a file of the version before, which is only read, and once it is brought up to date", async () => {
    const before = statSync(path).size;
    const old = openRunDatabase(path, { readonly: true });
    expect(old.raw.pragma("user_version", { simple: true })).toBe(BEFORE);
    const read = await counted(old);
    expect(old.raw.pragma("user_version", { simple: true })).toBe(BEFORE);
    old.close();
    expect(statSync(path).size).toBe(before);
    expect(read.revised).toEqual({ samples: 3, revisions: 6 });
    const of = (agent: string, model: string) =>
      read.kinds.find((kind) => kind.agent === agent && kind.model === model);
    // 0 and 12; 6 and 18; 4, 8, 16 and 20; 1, 5, 7, 11, 13, 17, 19 and 23: every fifth failed.
    expect(of("critic", "small")).toMatchObject({ operation: "chat", count: 2, failed: 1 });
    expect(of("critic", "large")).toMatchObject({ operation: "chat", count: 2, failed: 0 });
    expect(of("generator", "small")).toMatchObject({ operation: "chat", count: 4, failed: 1 });
    expect(of("generator", "")).toMatchObject({ operation: "invoke_agent", count: 8, failed: 1 });
    expect(read.kinds.reduce((sum, { count }) => sum + count, 0)).toBe(24);

    const now = openRunDatabase(path);
    expect(await counted(now)).toEqual(read);
    now.close();
  });

  it("follows what a run writes: a step that is written again, a sample that is revised", async () => {
    const database = openRunDatabase(":memory:");
    await fill(database);
    const before = await counted(database);
    const trace = new DatabaseTraceStore(database);
    trace.record({ ...spanOf(4), status: "error" });
    trace.record({ ...spanOf(100), agent: "planner" });
    await trace.flush();
    await new DatabaseSampleStore(database).saveDrafts([
      draftOf(sampleOf("s0", { revisions: 4 }), { verdicts: [verdictOf("s0", { revision: 4 })] }),
    ]);
    const { kinds, revised } = await counted(database);
    expect(revised).toEqual({ samples: 4, revisions: 10 });
    const changes = kinds.filter(
      (kind) => !before.kinds.some((known) => JSON.stringify(known) === JSON.stringify(kind)),
    );
    expect(changes).toEqual([
      { agent: "generator", operation: "chat", model: "small", count: 4, failed: 2 },
      { agent: "planner", operation: "chat", model: "small", count: 1, failed: 1 },
    ]);
    database.close();
  });

  it("is found in indexes alone: no record and no step is read", async () => {
    const database = openRunDatabase(":memory:");
    await fill(database);
    const asked: string[] = [];
    const watched = Object.create(database, {
      read: {
        value: <Row>(query: ReadableQuery<Row>): Promise<Row[]> => {
          asked.push(query.compile().sql);
          return database.read(query);
        },
      },
    }) as RunDatabase;
    await counted(watched);
    const plans = asked
      .filter((sql) => !sql.includes("sqlite_master") && !sql.includes("max(rowid)"))
      .flatMap((sql) => {
        const slots = (sql.match(/\?/gu) ?? []).map(() => "");
        const rows = database.raw.prepare(`explain query plan ${sql}`).all(slots);
        return (rows as { readonly detail: string }[]).map(({ detail }) => detail);
      });
    expect(plans.length).toBeGreaterThan(10);
    expect(
      plans.filter(
        (plan) =>
          !/COVERING INDEX spans_by_kind|COVERING INDEX spans_failed|SEARCH samples USING INDEX samples_revised/u.test(
            plan,
          ),
      ),
    ).toEqual([]);
    database.close();
  });
});
