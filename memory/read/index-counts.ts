import { KIND_COLUMNS } from "../database/counted-indexes.js";
import { sql } from "../database/query-builder.js";
import type { RunDatabase } from "../database/run-database.js";
import { tableSlices } from "./table-slices.js";

type Reads = Pick<RunDatabase, "dialect" | "query" | "read">;

/** Rows that are counted at once by an index alone: some 20 milliseconds. */
const ROWS = 300_000;

/**
 * True of a file that has this index. One that an earlier version wrote has not, and gets none while it is
 * only read; a server, of which this is false, is asked for all at once and plans by itself.
 */
export async function fileHasIndex(database: Reads, name: string): Promise<boolean> {
  if (database.dialect.name !== "sqlite") return false;
  const master = sql<{ name: string }>`sqlite_master`.as("master");
  const found = await database.read(
    database.query.selectFrom(master).select("name").where("name", "=", name),
  );
  return found.length > 0;
}

/** What a step is, by the columns of `KIND_INDEX`. */
export interface KindCount {
  readonly agent: string;
  readonly operation: string;
  readonly model: string;
  readonly count: number;
}

/**
 * How many steps there are of each kind: from one kind to the next by their index, and each counted there,
 * slice by slice. No step is read. Only of a file that has `KIND_INDEX`.
 */
export async function kindCounts(database: Reads): Promise<KindCount[]> {
  const keys = await keysBelow(database, []);
  const counts = keys.map(() => 0);
  for await (const slice of tableSlices(database, "spans", { rows: ROWS }))
    for (const [at, key] of keys.entries()) {
      const [row] = await database.read(
        database.query
          .selectFrom("spans")
          .select(({ fn }) => fn.countAll<number>().as("count"))
          .where((eb) => eb.and(KIND_COLUMNS.map((column, part) => eb(column, "=", key[part]!))))
          .where(slice),
      );
      counts[at]! += row?.count ?? 0;
    }
  return keys.map(([operation = "", agent = "", model = ""], at) => ({
    agent,
    operation,
    model,
    count: counts[at]!,
  }));
}

/**
 * Every value that the columns of `KIND_INDEX` have together, down to the column of `depth`, where the first
 * ones are these: a search for each, however many steps there are.
 */
export async function keysBelow(
  database: Pick<RunDatabase, "query" | "read">,
  first: readonly string[],
  depth: number = KIND_COLUMNS.length,
): Promise<string[][]> {
  const column = KIND_COLUMNS[first.length];
  if (column === undefined || first.length === depth) return [[...first]];
  const keys: string[][] = [];
  for (let last: string | null = null; ;) {
    let rows = database.query
      .selectFrom("spans")
      .select(({ fn }) => fn.min<string | null>(column).as("next"))
      .where((eb) => eb.and(first.map((value, part) => eb(KIND_COLUMNS[part]!, "=", value))));
    if (last !== null) rows = rows.where(column, ">", last);
    const [found] = await database.read(rows);
    last = found?.next ?? null;
    if (last === null) return keys;
    keys.push(...(await keysBelow(database, [...first, last], depth)));
  }
}
