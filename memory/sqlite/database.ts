import type Database from "better-sqlite3";
import type { Kysely } from "kysely";
import type { BatchWriter } from "../contract.js";
import type { ReadableQuery, StoreDialect } from "./dialect.js";
import { RUN_MIGRATIONS } from "./migrations.js";
import { SqliteConnection } from "./sqlite-connection.js";
import type { RunTables } from "./tables.js";

/** "dwrn": tells a run's database from any other SQLite file. */
export const RUN_APPLICATION_ID = 0x6477726e;

/**
 * The database of one run: build a query with `query`, run it with `read`, write compiled
 * statements with `writeBatch`. There is no transaction to await.
 */
export interface RunDatabase extends BatchWriter {
  readonly path: string;
  readonly dialect: StoreDialect;
  readonly query: Kysely<RunTables>;
  /** For LangGraph's SqliteSaver only; everything else goes through `read` and `writeBatch`. */
  readonly raw: Database.Database;
  read<Row>(query: ReadableQuery<Row>): Promise<Row[]>;
  /** For look-ups of one row by its key where the caller cannot wait. */
  readNow<Row>(query: ReadableQuery<Row>): Row[];
  close(): void;
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
): RunDatabase {
  return new SqliteConnection<RunTables>({
    path,
    applicationId: RUN_APPLICATION_ID,
    migrations: RUN_MIGRATIONS,
    readonly: options.readonly,
    existing: options.existing,
  });
}
