import Database from "better-sqlite3";
import { Random } from "../statistics/random.js";

const PAGE_BYTES = 4096;
const MOST_RANDOM_BYTES = 1_000_000;

/** An in-memory database that keeps everything in memory, trusts no schema, and whose random numbers are the same in every run. */
export function openSqlite(content: Buffer | null, memoryMegabytes: number): Database.Database {
  const database = content === null ? new Database(":memory:") : new Database(content);
  database.unsafeMode(false); // defensive: no statement may write to the tables that SQLite itself keeps
  for (const pragma of [
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "mmap_size=0",
    `max_page_count=${Math.max(1, Math.floor((memoryMegabytes * 1024 * 1024) / PAGE_BYTES))}`,
  ])
    database.pragma(pragma);
  const random = new Random("sandbox");
  const word = (): bigint => BigInt(Math.floor(random.next() * 4294967296));
  database.function("random", { deterministic: false }, () =>
    BigInt.asIntN(64, (word() << 32n) | word()),
  );
  database.function("randomblob", { deterministic: false }, (size: unknown) => {
    const bytes = Math.max(1, Number(size));
    if (!(bytes <= MOST_RANDOM_BYTES))
      throw new Error(`randomblob() gives at most ${MOST_RANDOM_BYTES} bytes here`);
    return Buffer.from(Array.from({ length: bytes }, () => random.integer(256)));
  });
  return database;
}
