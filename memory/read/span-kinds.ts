import { sql } from "kysely";
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
