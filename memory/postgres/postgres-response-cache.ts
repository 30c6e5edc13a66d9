import type {
  CachedAnswer,
  CacheRemoval,
  CacheSize,
  CompiledStatement,
  ResponseCache,
} from "../contract.js";
import { cacheStatements, storedAnswer } from "../database/cache-statements.js";
import type { TableDatabase } from "../database/run-database.js";
import type { CacheTables } from "../database/tables.js";

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers of models on a server, shared by all runs and machines that use it. What is asked and
 * stored in one turn of the event loop goes there together.
 */
export class PostgresResponseCache implements ResponseCache {
  readonly #tables: TableDatabase<CacheTables>;
  readonly #statements: ReturnType<typeof cacheStatements>;
  readonly #now: () => number;
  #asked = new Map<string, Waiting<CachedAnswer | null>[]>();
  #given: { statement: CompiledStatement; waiting: Waiting<void> }[] = [];

  constructor(tables: TableDatabase<CacheTables>, now: () => number = Date.now) {
    this.#tables = tables;
    this.#statements = cacheStatements(tables.query);
    this.#now = now;
  }

  get(key: string): Promise<CachedAnswer | null> {
    return new Promise((resolve, reject) => {
      const waiting = this.#asked.get(key);
      if (waiting) return void waiting.push({ resolve, reject });
      this.#asked.set(key, [{ resolve, reject }]);
      if (this.#asked.size === 1) setImmediate(() => void this.#find());
    });
  }

  put(key: string, answer: CachedAnswer): Promise<void> {
    const statement = this.#statements.add(key, answer, this.#now());
    return new Promise((resolve, reject) => {
      this.#given.push({ statement, waiting: { resolve, reject } });
      if (this.#given.length === 1) setImmediate(() => void this.#commit());
    });
  }

  async prune({
    olderThanDays,
    maxBytes,
  }: {
    olderThanDays?: number;
    maxBytes?: number;
  }): Promise<CacheRemoval> {
    const before = await this.stats();
    await this.#tables.writeBatch([
      ...(olderThanDays === undefined
        ? []
        : [this.#statements.removeOlder(olderThanDays, this.#now())]),
      ...(maxBytes === undefined ? [] : [this.#statements.removeBeyond(maxBytes)]),
    ]);
    const after = await this.stats();
    return { removed: before.entries - after.entries, bytes: before.bytes - after.bytes };
  }

  async stats(): Promise<CacheSize> {
    const [row] = await this.#tables.read(this.#statements.stats);
    return { entries: row?.entries ?? 0, bytes: row?.bytes ?? 0 };
  }

  async close(): Promise<void> {
    if (this.#given.length > 0) await this.#commit();
  }

  async #find(): Promise<void> {
    const asked = this.#asked;
    this.#asked = new Map();
    try {
      const { query, dialect } = this.#tables;
      const rows = await this.#tables.read(
        query
          .selectFrom("answers")
          .select(["key", "record"])
          .where("key", "in", dialect.list([...asked.keys()])),
      );
      const found = new Map(rows.map(({ key, record }) => [key, storedAnswer(record)]));
      // A damaged answer must not keep its place.
      const damaged = [...found].flatMap(([key, answer]) => (answer === null ? [key] : []));
      if (damaged.length > 0)
        await this.#tables.writeBatch(damaged.map((key) => this.#statements.remove(key)));
      for (const [key, waiting] of asked)
        for (const { resolve } of waiting) resolve(found.get(key) ?? null);
    } catch (error) {
      for (const waiting of asked.values()) for (const { reject } of waiting) reject(error);
    }
  }

  async #commit(): Promise<void> {
    const given = this.#given;
    this.#given = [];
    try {
      await this.#tables.writeBatch(given.map(({ statement }) => statement));
      for (const { waiting } of given) waiting.resolve();
    } catch (error) {
      for (const { waiting } of given) waiting.reject(error);
    }
  }
}
