import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { Kysely } from "../database/query-builder.js";
import { DatawrightError } from "../../base/errors.js";
import { redactKeys } from "../../base/redact-secrets.js";
import { threadSlices } from "../../base/workers/time-slices.js";
import type { BatchWriter, CompiledStatement } from "../contract.js";
import { sqliteDialect, type ReadableQuery, type StoreDialect } from "../database/dialect.js";
import type { Migration } from "../database/migrations.js";
import { DAMAGED_HINT } from "../database/parse-stored.js";
import { storeError } from "../database/store-error.js";

/** Pages of a larger file are not all read when it is opened: that would take seconds. */
const LARGEST_CHECKED_BYTES = 64 * 1024 * 1024;
const BUSY_MILLISECONDS = 10_000;

export interface ConnectionOptions<Tables> {
  readonly path: string;
  /** Marks the file as one of ours. */
  readonly applicationId: number;
  readonly migrations: readonly Migration<Tables>[];
  /** Opens for reading only, beside a process that writes. Default: false. */
  readonly readonly?: boolean;
  /** Opens only a file that is there. Default: what `readonly` is. */
  readonly existing?: boolean;
}

/**
 * One SQLite file in WAL mode with its compiled, cached statements. Queries are built by kysely,
 * run here, and never awaited inside a transaction.
 */
export class SqliteConnection<Tables> implements BatchWriter {
  readonly path: string;
  readonly dialect: StoreDialect = sqliteDialect;
  /** Builds and compiles; running a query on it is an error. */
  readonly query: Kysely<Tables>;
  /** The connection itself, for LangGraph's checkpoints, which share it. */
  readonly raw: Database.Database;
  readonly #statements = new Map<string, Database.Statement<unknown[]>>();
  readonly #inOneTransaction: (statements: readonly CompiledStatement[]) => void;

  /**
   * @throws STORE_CORRUPT if the file is not a sound database, STORE_VERSION if it is newer than
   *         this package, DISK_FULL, STORE_FAILED
   */
  constructor(options: ConnectionOptions<Tables>) {
    this.path = options.path;
    this.query = new Kysely<Tables>({ dialect: this.dialect.kysely });
    this.raw = open(options);
    this.#inOneTransaction = this.raw.transaction((statements: readonly CompiledStatement[]) => {
      // Whatever is kept passes here, and no key does.
      for (const { sql, parameters } of statements) this.#prepared(sql).run(redactKeys(parameters));
    });
  }

  /**
   * All statements or none, in one synchronous transaction.
   * @throws DISK_FULL, STORE_CORRUPT, STORE_FAILED
   */
  async writeBatch(statements: readonly CompiledStatement[]): Promise<void> {
    this.writeNow(statements);
  }

  /** `writeBatch` for callers that must have it on disk before they return. */
  writeNow(statements: readonly CompiledStatement[]): void {
    if (statements.length === 0) return;
    try {
      this.#inOneTransaction(statements);
    } catch (error) {
      throw storeError(error, this.path);
    }
  }

  async read<Row>(query: ReadableQuery<Row>): Promise<Row[]> {
    // A chain of reads holds nobody up: without this the event loop would turn behind the last.
    if (threadSlices.over) await threadSlices.turn();
    return this.readNow(query);
  }

  readNow<Row>(query: ReadableQuery<Row>): Row[] {
    return this.readCompiled(query.compile());
  }

  /** For queries that are asked so often that building them anew costs more than running them. */
  readCompiled<Row>({ sql, parameters }: CompiledStatement): Row[] {
    try {
      return this.#prepared(sql).all(parameters) as Row[];
    } catch (error) {
      throw storeError(error, this.path);
    }
  }

  /**
   * Gives the space of deleted rows back to the file system. Skipped while another process reads:
   * the space is then used again.
   */
  reclaim(): void {
    try {
      this.raw.exec("VACUUM");
      this.raw.pragma("wal_checkpoint(TRUNCATE)");
    } catch (error) {
      if (!String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY"))
        throw storeError(error, this.path);
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.raw.open) this.raw.close();
  }

  #prepared(sql: string): Database.Statement<unknown[]> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.raw.prepare<unknown[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function open<Tables>(options: ConnectionOptions<Tables>): Database.Database {
  const { existing = options.readonly ?? false } = options;
  let raw: Database.Database | undefined;
  try {
    if (existing && !existsSync(options.path)) throw missing(options.path);
    raw = new Database(options.path, {
      timeout: BUSY_MILLISECONDS,
      readonly: options.readonly ?? false,
      fileMustExist: existing,
    });
    check(raw, options);
    if (options.readonly !== true) {
      // Of a new file: three vectors of 256 numbers fit a page of 4 kB, seven one of 8.
      raw.pragma("page_size = 8192");
      raw.pragma("journal_mode = WAL");
      raw.pragma("synchronous = NORMAL");
      raw.pragma("foreign_keys = ON");
      // 16 MB of pages and of log: a tenth less processor time for a batch than the defaults (see
      // bench/store.ts).
      raw.pragma("cache_size = -16000");
      raw.pragma("wal_autocheckpoint = 2000");
      migrate(raw, options);
    }
    return raw;
  } catch (error) {
    raw?.close();
    throw storeError(error, options.path);
  }
}

function missing(path: string): DatawrightError {
  return new DatawrightError({
    code: "STORE_CORRUPT",
    message: `${path} is missing.`,
    hint: DAMAGED_HINT,
    details: { path },
  });
}

function check<Tables>(
  raw: Database.Database,
  { path, applicationId, migrations }: ConnectionOptions<Tables>,
): void {
  const corrupt = (said: string, kind: "damaged" | "foreign"): DatawrightError =>
    new DatawrightError({
      code: "STORE_CORRUPT",
      message: `${path} ${said}.`,
      details: { path, kind },
      hint: DAMAGED_HINT,
    });
  const tables = raw.prepare("select count(*) from sqlite_master").pluck().get() as number;
  if (tables === 0) return;
  if (raw.pragma("application_id", { simple: true }) !== applicationId)
    throw corrupt("is a database of another kind", "foreign");
  const version = raw.pragma("user_version", { simple: true }) as number;
  if (version > migrations.length) {
    throw new DatawrightError({
      code: "STORE_VERSION",
      message: `${path} has version ${version}; this package reads up to ${migrations.length}.`,
      hint: "Open it with a newer datawright.",
      details: { path, version, known: migrations.length },
    });
  }
  if (statSync(path).size > LARGEST_CHECKED_BYTES) return;
  const found = raw.pragma("quick_check(1)", { simple: true });
  if (found !== "ok") throw corrupt(`is damaged: ${String(found)}`, "damaged");
}

function migrate<Tables>(
  raw: Database.Database,
  { applicationId, migrations }: ConnectionOptions<Tables>,
): void {
  if (raw.pragma("user_version", { simple: true }) === migrations.length) return;
  const query = new Kysely<Tables>({ dialect: sqliteDialect.kysely });
  // Immediate: of two processes that open a new file together, the second finds the work done.
  raw
    .transaction(() => {
      const version = raw.pragma("user_version", { simple: true }) as number;
      for (const migration of migrations.slice(version)) {
        for (const statement of migration(query, sqliteDialect))
          raw.prepare(statement.sql).run(statement.parameters);
      }
      raw.pragma(`application_id = ${applicationId}`);
      raw.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}
