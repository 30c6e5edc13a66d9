import { setImmediate as nextTurn } from "node:timers/promises";
import { openRunDatabase, type SqliteRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { TraceTree } from "../../memory/read/trace-tree.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";

/** Rows of more than two slices, and more than are each asked for what is above them. */
const CALLS = 105_000;
const SECOND = 1000;

interface Row {
  readonly id: string;
  readonly parent: string;
  readonly name: string;
  readonly from: number;
  readonly took?: number;
  readonly operation?: string;
  readonly agent?: string;
  readonly model?: string;
  readonly status?: string;
  readonly cost?: number | null;
}

/** A trace with more steps than are summed up at once, as three processes left it: the first was killed, the last works. */
describe("a large trace", () => {
  let database: SqliteRunDatabase;
  const add = (rows: Iterable<Row>): void => {
    const insert = database.raw.prepare(
      "insert into spans (id, parent_id, name, started_at, duration_ms, operation, agent, model, status, " +
        "input_tokens, output_tokens, cached, cost_usd, record) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 3, 2, 0, ?, '[]')",
    );
    database.raw.transaction(() => {
      for (const row of rows) {
        const { operation = "chat", agent = "", model = "", status = "ok", cost = 0 } = row;
        const { id, parent, name, from, took = 1 } = row;
        insert.run(id, parent, name, from, took, operation, agent, model, status, cost);
      }
    })();
  };
  const calls = function* (): Generator<Row> {
    for (let at = 0; at < CALLS; at++)
      yield {
        id: `call ${at}`,
        parent: "ended",
        name: "chat",
        from: 10 * SECOND + at,
        agent: at % 3 === 0 ? "critic" : "generator",
        model: at % 2 === 0 ? "small" : "large",
        status: at % 1000 === 0 ? "error" : "ok",
        cost: at === 104_999 ? null : 0.001,
      };
  };
  beforeAll(() => {
    database = openRunDatabase(":memory:");
    add([
      // Its process was killed: what it is part of was never written.
      { id: "left", parent: "never written", name: "chunk", from: 2 * SECOND, took: 3 * SECOND },
      { id: "in it", parent: "left", name: "chat", from: 3 * SECOND },
      { id: "ended", parent: "", name: "run", from: 9 * SECOND, took: 100 * SECOND },
      { id: "later", parent: "", name: "run", from: 200 * SECOND, took: 5 * SECOND },
      { id: "under way", parent: "not written yet", name: "chat", from: 300 * SECOND },
      // It began before all others end, and takes longer than any of them.
      { id: "long", parent: "ended", name: "chat", from: 50 * SECOND, took: 300 * SECOND },
    ]);
    add(calls());
  });
  afterAll(() => database.close());

  it("has at its top what ended, what a killed process left, and what one has under way", async () => {
    const { groups, single } = await new TraceTree(database).below(null, { fold: 8 });
    expect(groups).toEqual([]);
    expect(single.map(({ id }) => id)).toEqual(["left", "ended", "later", "under way"]);
  });

  it("ends when the last of its steps does, whichever began last", async () => {
    expect(await new TraceTree(database).extent()).toEqual({ from: 2 * SECOND, to: 350 * SECOND });
  });

  it("is summed up in slices as it would be at once, and lets others work meanwhile", async () => {
    let turns = 0;
    let isCounting = true;
    const others = (async () => {
      for (; isCounting; turns++) await nextTurn();
    })();
    const kinds = await new TraceTree(database).kinds();
    // A file that an earlier version wrote has not their index: its steps are read.
    const [columns] = database.raw
      .prepare("select sql from sqlite_master where name = 'spans_by_kind'")
      .pluck()
      .all() as [string];
    database.raw.exec("drop index spans_by_kind");
    const readKinds = await new TraceTree(database).kinds();
    database.raw.exec(columns);
    isCounting = false;
    await others;
    expect(turns).toBeGreaterThan(1);
    const atOnce = database.raw
      .prepare(
        "select agent, operation, model, count(*) as count, " +
          "sum(case when status = 'error' then 1 else 0 end) as failed " +
          "from spans group by agent, operation, model order by agent, operation, model",
      )
      .all();
    expect(kinds).toEqual(atOnce);
    expect(readKinds).toEqual(atOnce);

    const usage = await new DatabaseTraceStore(database).usage(["chat"]);
    const of = (agent: string, model: string) =>
      usage.find((row) => row.agent === agent && row.model === model)!;
    expect(usage.map(({ agent, model }) => `${agent} ${model}`)).toEqual([
      " ",
      "critic large",
      "critic small",
      "generator large",
      "generator small",
    ]);
    expect(of("critic", "small")).toMatchObject({ calls: 17_500, inputTokens: 3 * 17_500 });
    expect(of("generator", "large").costUsd).toBeNull();
    expect(of("generator", "small").costUsd).toBeCloseTo(35);
  });

  it("is told briefly by its columns, but for steps that failed", async () => {
    const trace = new DatabaseTraceStore(database);
    const [first] = await trace.spans({ ids: ["call 1"], brief: true });
    expect(first).toMatchObject({
      id: "call 1",
      parentId: "ended",
      name: "chat",
      agent: "generator",
      status: "ok",
      attributes: {
        "gen_ai.request.model": "large",
        "gen_ai.usage.input_tokens": 3,
        "gen_ai.usage.output_tokens": 2,
        "datawright.cost_usd": 0.001,
      },
    });
    // Its record says why it failed, and here there is none.
    await expect(trace.spans({ ids: ["call 1000"], brief: true })).rejects.toMatchObject({
      code: "STORE_CORRUPT",
    });
  });
});
