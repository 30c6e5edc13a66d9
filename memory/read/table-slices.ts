import { setImmediate as nextTurn } from "node:timers/promises";
import { sql, type RawBuilder } from "../database/query-builder.js";
import type { RunDatabase } from "../database/run-database.js";

/** Rows that are counted at once: some 20 milliseconds. */
const ROWS = 20_000;

/**
 * A whole table in slices, as conditions: a file is read in the thread that asks, and what sums up
 * millions of its rows would stop everything else for seconds. A server is asked once.
 *
 * @param options.rows rows of a slice. Default: 20,000
 */
export async function* tableSlices(
  database: Pick<RunDatabase, "dialect" | "query" | "read">,
  table: "spans" | "samples",
  { rows = ROWS }: { readonly rows?: number } = {},
): AsyncGenerator<RawBuilder<boolean>> {
  if (database.dialect.name !== "sqlite") {
    yield sql<boolean>`true`;
    return;
  }
  const [found] = await database.read(
    database.query.selectFrom(table).select(sql<number | null>`max(rowid)`.as("last")),
  );
  const last = found?.last ?? 0;
  for (let from = 0; from < last; from += rows) {
    const row = sql.ref(`${table}.rowid`);
    yield sql<boolean>`${row} > ${from} and ${row} <= ${from + rows}`;
    await nextTurn();
  }
}

/** A column that is compared without its index: within a slice the rows are there already. */
export function unindexed(
  { dialect }: Pick<RunDatabase, "dialect">,
  column: string,
): RawBuilder<string> {
  return dialect.name === "sqlite" ? sql<string>`${sql.ref(column)} || ''` : sql.ref(column);
}
