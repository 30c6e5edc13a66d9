import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { storeError } from "../database/store-error.js";
import { temporaryName } from "../temporary-name.js";

/** KiB of pages that are kept in memory. */
const CACHE = 32_768;
/** Writes of one transaction. */
const BATCH = 2000;

/** A SQLite file for what does not fit the memory; it is gone when it is closed. */
export class ScratchDatabase {
  readonly #path: string;
  readonly #raw: Database.Database;
  readonly #statements = new Map<string, Database.Statement<unknown[]>>();
  #pending = 0;

  /**
   * @param folder where the file is
   * @param name   what its name begins with
   * @param tables statements that create them
   * @throws DISK_FULL, STORE_FAILED
   */
  constructor(folder: string, name: string, tables: string) {
    this.#path = temporaryName(join(folder, name));
    try {
      this.#raw = new Database(this.#path);
      // Nothing of it outlives the process. OFF is refused by the driver, which then keeps a journal on disk.
      this.#raw.pragma("journal_mode = MEMORY");
      this.#raw.pragma("synchronous = OFF");
      this.#raw.pragma("locking_mode = EXCLUSIVE");
      this.#raw.pragma(`cache_size = -${CACHE}`);
      this.#raw.exec(tables);
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }

  read<Row>(sql: string, parameters: readonly unknown[]): Row[] {
    try {
      return this.#prepared(sql).all(...parameters) as Row[];
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }

  /** Row by row: what is made of each may take its place. */
  *each<Row>(sql: string, parameters: readonly unknown[]): Generator<Row> {
    try {
      yield* this.#prepared(sql).iterate(...parameters) as IterableIterator<Row>;
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }

  /** Many writes make one transaction; returns how many rows changed. */
  write(sql: string, parameters: readonly unknown[]): number {
    try {
      if (this.#pending === 0) this.#raw.exec("begin");
      this.#pending += 1;
      const { changes } = this.#prepared(sql).run(...parameters);
      if (this.#pending >= BATCH) this.#flush();
      return changes;
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }

  /** Statements without parameters, behind all writes. */
  change(sql: string): void {
    try {
      this.#flush();
      this.#raw.exec(sql);
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#raw.open) this.#raw.close();
    rmSync(this.#path, { force: true });
  }

  #prepared(sql: string): Database.Statement<unknown[]> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#raw.prepare<unknown[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #flush(): void {
    if (this.#pending === 0) return;
    this.#pending = 0;
    this.#raw.exec("commit");
  }
}
