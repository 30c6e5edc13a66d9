import { setImmediate as nextTurn } from "node:timers/promises";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import { RUN_MIGRATIONS } from "../database/migrations.js";
import type { RunDatabase } from "../database/run-database.js";
import { storeError } from "../database/store-error.js";
import type { RunTables } from "../database/tables.js";
import { SqliteConnection } from "./sqlite-connection.js";

/** "dwrn": tells a run's database from any other SQLite file. */
export const RUN_APPLICATION_ID = 0x6477726e;

/** Columns that name a row of another table. */
const REFERENCES = [
  ["sample_reasons", "sample_id", "samples"],
  ["sample_vectors", "sample_id", "samples"],
  ["verdicts", "sample_id", "samples"],
  ["span_samples", "span_id", "spans"],
] as const;

/** The database of one run in a file of its folder. */
export class SqliteRunDatabase extends SqliteConnection<RunTables> implements RunDatabase {
  async atOneMoment<T>(look: (database: RunDatabase) => Promise<T>): Promise<T> {
    this.raw.exec("BEGIN");
    try {
      return await look(this);
    } finally {
      this.raw.exec("COMMIT");
    }
  }

  /** As `foreign_key_check` finds them, but in the order of an index: a tenth of its time where all is large. */
  async orphans(): Promise<readonly { readonly parent: string }[]> {
    const found: { parent: string }[] = [];
    for (const [table, column, parent] of REFERENCES) {
      const search =
        `select 1 from (select distinct ${column} as id from ${table} order by ${column}) as child ` +
        `where not exists (select 1 from ${parent} where ${parent}.id = child.id)`;
      try {
        for (const _lost of this.raw.prepare(search).iterate()) found.push({ parent });
      } catch (error) {
        throw storeError(error, this.path);
      }
      await nextTurn();
    }
    return found;
  }

  /** On this connection: a second one in the same process would wait for the first. */
  async checkpointer(): Promise<BaseCheckpointSaver> {
    const { SqliteCheckpointer } = await import("./checkpoints.js");
    return new SqliteCheckpointer(this.raw);
  }
}

/**
 * Opens or creates a run's SQLite database (WAL, synchronous=NORMAL: a killed process loses nothing
 * that was committed).
 *
 * @throws STORE_CORRUPT, STORE_VERSION, DISK_FULL, STORE_FAILED
 */
export function openRunDatabase(
  path: string,
  options: { readonly?: boolean; existing?: boolean } = {},
): SqliteRunDatabase {
  return new SqliteRunDatabase({
    path,
    applicationId: RUN_APPLICATION_ID,
    migrations: RUN_MIGRATIONS,
    readonly: options.readonly,
    existing: options.existing,
  });
}
