import { sql } from "../database/query-builder.js";
import type { RunDatabase } from "../database/run-database.js";
import { tableSlices } from "./table-slices.js";

/** How often an agent did something with a model, and how often that failed. */
export interface SpanKind {
  readonly agent: string;
  readonly operation: string;
  readonly model: string;
  readonly count: number;
  readonly failed: number;
}

/** Every agent, operation and model of a trace with how often they occur. */
export async function spanKinds(
  database: Pick<RunDatabase, "dialect" | "query" | "read">,
): Promise<SpanKind[]> {
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
          sql<number>`sum(case when status = 'error' then 1 else 0 end)`.as("failed"),
        ])
        .where(slice)
        .groupBy(["agent", "operation", "model"]),
    );
    for (const row of rows) {
      const key = [row.agent, row.operation, row.model].join("\n");
      const { count = 0, failed = 0 } = found.get(key) ?? {};
      found.set(key, { ...row, count: count + row.count, failed: failed + row.failed });
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

/** Every agent with an operation that it did: from one to the next by their index, however many steps there are. */
export async function agentOperations(
  database: Pick<RunDatabase, "query" | "read">,
): Promise<{ agent: string; operation: string }[]> {
  const { query } = database;
  const next = async (
    column: "operation" | "agent",
    after: string | null,
    operation?: string,
  ): Promise<string | null> => {
    let rows = query
      .selectFrom("spans")
      .select(({ fn }) => fn.min<string | null>(column).as("next"));
    if (operation !== undefined) rows = rows.where("operation", "=", operation);
    if (after !== null) rows = rows.where(column, ">", after);
    return (await database.read(rows))[0]?.next ?? null;
  };
  const found: { agent: string; operation: string }[] = [];
  for (let operation = await next("operation", null); operation !== null;) {
    for (let agent = await next("agent", null, operation); agent !== null;) {
      found.push({ agent, operation });
      agent = await next("agent", agent, operation);
    }
    operation = await next("operation", operation);
  }
  return found.sort((a, b) => byText(a.agent, b.agent) || byText(a.operation, b.operation));
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
