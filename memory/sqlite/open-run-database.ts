import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import { RUN_MIGRATIONS } from "../database/migrations.js";
import type { RunDatabase } from "../database/run-database.js";
import type { RunTables } from "../database/tables.js";
import { SqliteConnection } from "./sqlite-connection.js";

/** "dwrn": tells a run's database from any other SQLite file. */
export const RUN_APPLICATION_ID = 0x6477726e;

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

  async orphans(): Promise<readonly { readonly parent: string }[]> {
    return this.raw.pragma("foreign_key_check") as readonly { parent: string }[];
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
