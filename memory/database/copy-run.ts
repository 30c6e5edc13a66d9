import { sql, type Kysely } from "./query-builder.js";
import { DatawrightError } from "../../base/errors.js";
import type { RunDatabase } from "./run-database.js";
import type { RunTables } from "./tables.js";

/** Every table with its key, those that others belong to first. */
const KEYS: Readonly<Record<keyof RunTables, readonly string[]>> = {
  samples: ["id"],
  sample_reasons: ["reason", "sample_id"],
  sample_vectors: ["sample_id"],
  verdicts: ["sample_id", "position"],
  spans: ["id"],
  span_samples: ["sample_id", "span_id"],
  bodies: ["hash"],
  trace_blocks: ["id"],
  plans: ["revision"],
  orders: ["id"],
  data_rows: ["set_name", "position"],
  entries: ["name"],
};
const PAGE = 500;

/** What a run goes on from; its trace is the rest. */
export const MEMORY_TABLES: readonly (keyof RunTables)[] = [
  "samples",
  "sample_reasons",
  "sample_vectors",
  "verdicts",
  "plans",
  "orders",
  "data_rows",
  "entries",
];

type AnyTable = Record<string, unknown>;

/**
 * Copies all records of a run into an empty database, page by page, and counts both.
 *
 * @param tables those that are copied. Default: all
 * @returns how many records each table has
 * @throws STORE_FAILED where the counts differ
 */
export async function copyRun(
  from: RunDatabase,
  to: RunDatabase,
  tables: readonly (keyof RunTables)[] = Object.keys(KEYS) as (keyof RunTables)[],
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const keys = KEYS[table];
    for await (const page of pages(from, table, keys)) {
      await to.writeBatch([
        anyTables(to)
          .insertInto(table)
          .values(page as AnyTable[])
          .onConflict((conflict) => conflict.doNothing())
          .compile(),
      ]);
    }
    counts[table] = await count(from, table);
    const copied = await count(to, table);
    if (copied !== counts[table])
      throw new DatawrightError({
        code: "STORE_FAILED",
        message: `${copied} of ${counts[table]} records of ${table} are in ${to.path}.`,
        hint: "Nothing was taken away where they come from: try again.",
        details: { table, copied, wanted: counts[table], path: to.path },
      });
  }
  return counts;
}

async function* pages(
  database: RunDatabase,
  table: string,
  keys: readonly string[],
): AsyncGenerator<readonly AnyTable[]> {
  for (let last: AnyTable | undefined; ;) {
    let query = anyTables(database).selectFrom(table).selectAll().limit(PAGE);
    for (const key of keys) query = query.orderBy(key);
    if (last !== undefined) {
      const after = last;
      query = query.where(
        sql<boolean>`(${sql.join(keys.map((key) => sql.ref(key)))}) > (${sql.join(keys.map((key) => after[key]))})`,
      );
    }
    const page = await database.read(query);
    if (page.length > 0) yield page;
    last = page.at(-1);
    if (page.length < PAGE) return;
  }
}

async function count(database: RunDatabase, table: string): Promise<number> {
  const [row] = await database.read(
    anyTables(database)
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as("count")),
  );
  return row?.count ?? 0;
}

function anyTables({ query }: RunDatabase): Kysely<Record<string, AnyTable>> {
  return query as unknown as Kysely<Record<string, AnyTable>>;
}
