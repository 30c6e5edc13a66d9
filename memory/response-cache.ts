import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { isDatawrightError } from "../base/errors.js";
import { threadSlices } from "../base/workers/time-slices.js";
import type { CachedAnswer, CompiledStatement, ResponseCache } from "./contract.js";
import { cacheStatements, storedAnswer } from "./database/cache-statements.js";
import { CACHE_MIGRATIONS } from "./database/migrations.js";
import { SqliteConnection } from "./sqlite/sqlite-connection.js";
import { storeError } from "./database/store-error.js";
import type { CacheTables } from "./database/tables.js";

/** "dwch": tells a cache from any other SQLite file. */
const CACHE_APPLICATION_ID = 0x64776368;

interface Waiting {
  readonly statement: CompiledStatement;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers of models in one SQLite file, which several processes may use at once. The first answer
 * to a key stays.
 */
export class SqliteResponseCache implements ResponseCache {
  readonly #path: string;
  readonly #onSetAside: (message: string) => void;
  #connection: SqliteConnection<CacheTables>;
  readonly #now: () => number;
  readonly #statements: ReturnType<typeof cacheStatements>;
  #waiting: Waiting[] = [];

  /**
   * A damaged file is set aside under another name and a new one begun: answers can be asked again.
   *
   * @param options.onSetAside told in a sentence; default: a warning of the process
   * @throws STORE_CORRUPT for a sound database of another kind; STORE_VERSION, STORE_FAILED,
   *         DISK_FULL
   */
  constructor(
    path: string,
    options: {
      readonly now?: () => number;
      readonly onSetAside?: (message: string) => void;
    } = {},
  ) {
    this.#path = path;
    this.#onSetAside = options.onSetAside ?? ((message) => process.emitWarning(message));
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      throw storeError(error, path);
    }
    this.#connection = this.#open();
    this.#now = options.now ?? Date.now;
    this.#statements = cacheStatements(this.#connection.query);
  }

  get(key: string): CachedAnswer | null {
    const [row] = this.#mending(() =>
      this.#connection.readCompiled<{ record: string }>(this.#statements.find(key)),
    );
    const answer = row === undefined ? null : storedAnswer(row.record);
    // A damaged answer is as good as none, and must not keep its place.
    if (row !== undefined && answer === null)
      this.#mending(() => this.#connection.writeNow([this.#statements.remove(key)]));
    return answer;
  }

  /**
   * Resolves when the answer is committed; answers that come in one turn of the event loop share a
   * transaction.
   */
  put(key: string, answer: CachedAnswer): Promise<void> {
    const statement = this.#statements.add(key, answer, this.#now());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statement, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    });
  }

  #open(): SqliteConnection<CacheTables> {
    const open = (): SqliteConnection<CacheTables> =>
      new SqliteConnection<CacheTables>({
        path: this.#path,
        applicationId: CACHE_APPLICATION_ID,
        migrations: CACHE_MIGRATIONS,
      });
    try {
      return open();
    } catch (error) {
      if (!isDamage(error)) throw error;
      try {
        // Another process may have set it aside meanwhile.
        return open();
      } catch (again) {
        if (!isDamage(again)) throw again;
      }
      this.#setAside();
      return open();
    }
  }

  #setAside(): void {
    const stamp = new Date();
    const aside = `${this.#path}.damaged-${stamp.toISOString().replaceAll(/[:.]/gu, "-")}`;
    try {
      for (const ending of ["", "-wal", "-shm"])
        if (existsSync(this.#path + ending)) renameSync(this.#path + ending, aside + ending);
    } catch (error) {
      throw storeError(error, this.#path);
    }
    this.#onSetAside(
      `the cache of model answers ${this.#path} was damaged: it is kept as ${aside}, and a new ` +
        "one is begun",
    );
  }

  /** Does it, and where the file turns out to be damaged once more on a new one. */
  #mending<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#connection.close();
      this.#setAside();
      this.#connection = this.#open();
      return work();
    }
  }

  #commit(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      this.#mending(() => this.#connection.writeNow(waiting.map(({ statement }) => statement)));
      // Work that waited for answers goes on in slices: many are committed at once.
      for (const { resolve } of waiting) void threadSlices.turn().then(resolve);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  /**
   * Removes answers older than so many days, then the oldest ones until the rest fits; gives back
   * the space.
   */
  prune(options: { olderThanDays?: number; maxBytes?: number }): {
    removed: number;
    bytes: number;
  } {
    const before = this.stats();
    const { olderThanDays, maxBytes } = options;
    if (olderThanDays !== undefined)
      this.#connection.writeNow([this.#statements.removeOlder(olderThanDays, this.#now())]);
    if (maxBytes !== undefined)
      this.#connection.writeNow([this.#statements.removeBeyond(maxBytes)]);
    const after = this.stats();
    if (after.entries < before.entries) this.#connection.reclaim();
    return { removed: before.entries - after.entries, bytes: before.bytes - after.bytes };
  }

  /** How many answers there are, and the bytes of their records. */
  stats(): { entries: number; bytes: number } {
    const [row] = this.#connection.readNow(this.#statements.stats);
    return { entries: row?.entries ?? 0, bytes: row?.bytes ?? 0 };
  }

  close(): void {
    if (this.#waiting.length > 0) this.#commit();
    this.#connection.close();
  }
}

/** Not a sound database of somebody else's, which is none of our business. */
function isDamage(error: unknown): boolean {
  return (
    isDatawrightError(error) &&
    error.code === "STORE_CORRUPT" &&
    error.details["kind"] !== "foreign"
  );
}
