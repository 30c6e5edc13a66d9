import { sql } from "kysely";
import { TraceTree } from "../../memory/read/trace-tree.js";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import type { Span } from "../../schema/span.js";

/** More steps than those of which each is asked for its parent. */
const MANY = 100_001;

function step(id: string, parentId: string | null, [from, to]: readonly [number, number]): Span {
  const operation = parentId === null ? "invoke_workflow" : "chat";
  return {
    ...{ id, parentId, runId: "run", name: operation, operation, agent: null },
    ...{ startedAt: from, durationMs: to - from, status: "ok", errorCode: null },
    ...{ sampleIds: [], attributes: {}, inputHash: null, outputHash: null },
  };
}

describe("the top of a long trace", () => {
  it("has each process, what a killed one left, and what one has under way", async () => {
    const database = openRunDatabase(":memory:");
    const store = new DatabaseTraceStore(database);
    store.record(step("first", null, [0, MANY]));
    store.record(step("call", "first", [0, 1]));
    await store.flush();
    // Copied where they are: each is only to be there.
    const copies =
      sql`insert into spans (id, operation, agent, started_at, duration_ms, status, model, input_tokens, output_tokens, cached, cost_usd, record, parent_id, name)
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${MANY})
      select 'call-' || n, operation, agent, n, 1, status, model, input_tokens, output_tokens, cached, cost_usd, record, parent_id, name
        from spans, numbers where spans.id = 'call'`.compile(database.query);
    await database.writeBatch([copies]);
    const [killed, working] = [MANY + 1000, MANY + 3000];
    store.record(step("of-killed", "never-written", [killed, killed + 10]));
    store.record(step("below-it", "of-killed", [killed + 1, killed + 2]));
    store.record(step("second", null, [MANY + 2000, MANY + 2500]));
    store.record(step("of-second", "second", [MANY + 2001, MANY + 2002]));
    store.record(step("of-working", "not-yet-written", [working, working + 7]));
    await store.flush();
    const tree = new TraceTree(database);
    const { single, groups } = await tree.below(null, { fold: 10 });
    expect(groups).toEqual([]);
    expect(single.map(({ id }) => id)).toEqual(["first", "of-killed", "second", "of-working"]);
    expect(await tree.extent()).toEqual({ from: 0, to: working + 7 });
    database.close();
  });

  it("ends with the step that ends last, however early it began", async () => {
    const database = openRunDatabase(":memory:");
    const store = new DatabaseTraceStore(database);
    store.record(step("long", "working", [5, 900_000]));
    for (let at = 0; at < 3000; at++) store.record(step(`s-${at}`, "working", [at, at + 1]));
    await store.flush();
    expect(await new TraceTree(database).extent()).toEqual({ from: 0, to: 900_000 });
    database.close();
  });
});
