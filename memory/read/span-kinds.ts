import { isFailed, KIND_COLUMNS, KIND_INDEX } from "../database/counted-indexes.js";
import { sql } from "../database/query-builder.js";
import type { RunDatabase } from "../database/run-database.js";
import { fileHasIndex, keysBelow, kindCounts, type KindCount } from "./index-counts.js";
import { tableSlices } from "./table-slices.js";

type Reads = Pick<RunDatabase, "dialect" | "query" | "read">;

/** How often an agent did something with a model, and how often that failed. */
export interface SpanKind extends KindCount {
  readonly failed: number;
}

/** Every agent, operation and model of a trace with how often they occur. */
export async function spanKinds(database: Reads): Promise<SpanKind[]> {
  const kinds = (await fileHasIndex(database, KIND_INDEX))
    ? await indexedKinds(database)
    : await readKinds(database);
  return kinds.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

async function indexedKinds(database: Reads): Promise<SpanKind[]> {
  const kinds = await kindCounts(database);
  const failed = await database.read(
    database.query
      .selectFrom("spans")
      .select(({ fn }) => [...KIND_COLUMNS, fn.countAll<number>().as("count")])
      .where(isFailed)
      .groupBy(KIND_COLUMNS),
  );
  const failures = new Map(failed.map((kind) => [keyOf(kind), kind.count]));
  return kinds.map((kind) => ({ ...kind, failed: failures.get(keyOf(kind)) ?? 0 }));
}

async function readKinds(database: Reads): Promise<SpanKind[]> {
  const found = new Map<string, SpanKind>();
  for await (const slice of tableSlices(database, "spans")) {
    const rows = await database.read(
      database.query
        .selectFrom("spans")
        .select(({ fn }) => [
          "agent",
          "operation",
          "model",
          fn.countAll<number>().as("count"),
          sql<number>`sum(case when ${isFailed} then 1 else 0 end)`.as("failed"),
        ])
        .where(slice)
        .groupBy(KIND_COLUMNS),
    );
    for (const row of rows) {
      const { count = 0, failed = 0 } = found.get(keyOf(row)) ?? {};
      found.set(keyOf(row), { ...row, count: count + row.count, failed: failed + row.failed });
    }
  }
  return [...found.values()];
}

function keyOf({ agent, operation, model }: Omit<KindCount, "count">): string {
  return [agent, operation, model].join("\n");
}

/** Every agent with an operation that it did: from one to the next by their index, however many steps there are. */
export async function agentOperations(
  database: Pick<RunDatabase, "query" | "read">,
): Promise<{ agent: string; operation: string }[]> {
  const found = (await keysBelow(database, [], 2)).map(([operation = "", agent = ""]) => ({
    agent,
    operation,
  }));
  return found.sort((a, b) => byText(a.agent, b.agent) || byText(a.operation, b.operation));
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
