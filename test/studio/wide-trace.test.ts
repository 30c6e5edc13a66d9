import fc from "fast-check";
import type { TraceFilter } from "../../memory/read/trace-filter.js";
import { TraceTree } from "../../memory/read/trace-tree.js";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import type { Span } from "../../schema/span.js";
import type { SpanRow, SpansQuery } from "../../studio/api/spans.js";
import { foundSpans } from "../../studio/server/read/found-spans.js";
import {
  FilteredTrace,
  type FoundRow,
  type FoundTrace,
} from "../../studio/server/read/filtered-trace.js";
import type { RunReader } from "../../studio/server/run-readers.js";
import { WideTrace } from "../../studio/server/read/wide-trace.js";

const FOLD = 3;
const AGENT = { parent: 1, kind: 1, duration: 5, isWritten: true };

interface Step {
  /** Which of the steps before it stands around it, as a share of them; above 1 none. */
  readonly parent: number;
  readonly kind: number;
  readonly duration: number;
  readonly failed: boolean;
  /** False for one that is not written yet, while those below it are. */
  readonly isWritten: boolean;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    parent: fc.nat(11).map((tenths) => tenths / 10),
    kind: fc.nat(2),
    duration: fc.nat(40),
    failed: fc.boolean(),
    isWritten: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.boolean()),
  }),
  { minLength: 1, maxLength: 60, size: "max" },
);
const filters: fc.Arbitrary<TraceFilter> = fc.oneof(
  fc.constant({ operation: "chat" }),
  fc.constant({ status: "error" as const }),
  fc.constant({ agent: "critic", status: "ok" as const }),
  fc.nat(40).map((slowerThan) => ({ slowerThan })),
  fc.constant({ sample: "s1" }),
);

function spanOf({ parent, kind, duration, failed }: Step, index: number): Span {
  const operation = ["invoke_workflow", "invoke_agent", "chat"][kind]!;
  const above = Math.floor(parent * index);
  return {
    id: `span-${String(index).padStart(3, "0")}`,
    parentId: above < index ? `span-${String(above).padStart(3, "0")}` : null,
    runId: "run",
    name: operation,
    operation,
    agent: kind === 0 ? null : index % 2 === 0 ? "critic" : "generator",
    startedAt: 1000 + index,
    durationMs: duration,
    status: failed ? "error" : "ok",
    errorCode: null,
    sampleIds: index % 5 === 0 ? ["s1", "s2"] : [],
    attributes: {},
    inputHash: null,
    outputHash: null,
  };
}

/** Rows with their folds opened below them, read `step` rows at a time. */
async function opened(trace: FoundTrace, step: number): Promise<unknown[]> {
  const whole = async (read: (most: number) => Promise<readonly FoundRow[]>) => {
    let rows: readonly FoundRow[] = [];
    for (let most = step; ; most += step) {
      rows = [...(await read(most))];
      if (rows.length < most) return rows;
      if (step === Infinity) return rows;
    }
  };
  const shown = async (rows: readonly FoundRow[]): Promise<unknown[]> => {
    const out: unknown[] = [];
    for (const row of rows)
      if ("folded" in row) {
        const members = await whole((most) => trace.members(row.parent, row.key, most));
        out.push([row, await shown(members)]);
      } else {
        const { id, startedAt, durationMs, isMatch } = row;
        out.push({ id, startedAt, durationMs, isMatch });
      }
    return out;
  };
  return shown(await whole((most) => trace.top(most)));
}

describe("a trace of which a filter finds much", () => {
  it("shows level by level what a small one shows from memory", async () => {
    await fc.assert(
      fc.asyncProperty(steps, filters, fc.constantFrom(1, 4, 1000), async (made, filter, step) => {
        const database = openRunDatabase(":memory:");
        const store = new DatabaseTraceStore(database);
        for (const [index, one] of made.entries())
          if (one.isWritten) store.record(spanOf(one, index));
        await store.flush();
        const tree = new TraceTree(database);
        const small = new FilteredTrace(FOLD);
        const { matches, above } = await tree.every(filter);
        for (const span of matches) small.add(span, { isMatch: true });
        for (const span of above) small.add(span, { isMatch: false });
        await small.around((ids) => tree.placed(ids));
        const wide = new WideTrace(tree, { filter, fold: FOLD });
        expect(await opened(wide, step)).toEqual(await opened(small, Infinity));
        expect(await tree.count(filter)).toBe(small.matches);
        database.close();
      }),
      { numRuns: 100 },
    );
  });

  it("hands out what a filter finds page by page where that is much", async () => {
    const database = openRunDatabase(":memory:");
    const trace = new DatabaseTraceStore(database);
    const agents = 12;
    const calls = 450;
    for (let agent = 0; agent < agents; agent++) {
      const above = { ...spanOf({ ...AGENT, failed: false }, agent), parentId: null };
      trace.record({ ...above, agent: "generator" });
      for (let call = 0; call < calls; call++)
        trace.record({
          ...above,
          ...{ id: `${above.id}-${call}`, parentId: above.id, startedAt: 2000 + call },
          ...{ name: "chat", operation: "chat", agent: "generator" },
        });
    }
    await trace.flush();
    const reader = { trace } as unknown as RunReader;
    const tree = new TraceTree(database);
    const filter = { operation: "chat" };
    const all = async (query: Partial<SpansQuery>): Promise<SpanRow[]> => {
      const rows: SpanRow[] = [];
      for (let cursor: string | undefined; ;) {
        const asked = { ...filter, ...query, limit: 200, cursor };
        const page = await foundSpans(reader, tree, { filter, query: asked });
        rows.push(...page.rows);
        if (query.fold === undefined) expect(page.total).toBe(agents * calls);
        if (page.next === null) return rows;
        cursor = page.next;
      }
    };
    const [fold, ...others] = await all({});
    expect([fold!.folded?.count, fold!.context, others.length]).toEqual([agents, true, 0]);
    const shown = await all({ fold: fold!.fold! });
    expect(shown.map(({ folded }) => folded?.count ?? null)).toEqual(
      Array.from({ length: agents }, () => [null, calls]).flat(),
    );
    const { parentId, fold: calling } = shown[3]!;
    const members = await all({ parent: parentId!, fold: calling! });
    expect(members.map(({ id }) => id)).toEqual(
      Array.from({ length: calls }, (_, call) => `${parentId}-${call}`),
    );
    database.close();
  });
});
