import type { Kysely } from "./query-builder.js";
import type { CachedAnswer, CompiledStatement } from "../contract.js";
import type { ReadableQuery } from "./dialect.js";
import { statementTemplate } from "./statement-template.js";
import type { CacheTables } from "./tables.js";

const DAY = 24 * 3600 * 1000;

/** What a cache is asked and told, in the dialect of its database. */
export interface CacheStatements {
  find(key: string): CompiledStatement;
  /** The first answer to a key stays. */
  add(key: string, answer: CachedAnswer, now: number): CompiledStatement;
  remove(key: string): CompiledStatement;
  removeOlder(days: number, now: number): CompiledStatement;
  /** Removes the oldest until the rest fits. */
  removeBeyond(maxBytes: number): CompiledStatement;
  readonly stats: ReadableQuery<{ readonly entries: number; readonly bytes: number | null }>;
}

export function cacheStatements(query: Kysely<CacheTables>): CacheStatements {
  const find = statementTemplate<{ key: string }>((slot) =>
    query.selectFrom("answers").select("record").where("key", "=", slot("key")),
  );
  const add = statementTemplate<CacheTables["answers"]>((slot) =>
    query
      .insertInto("answers")
      .values({
        key: slot("key"),
        record: slot("record"),
        bytes: slot("bytes"),
        created_at: slot("created_at"),
      })
      .onConflict((conflict) => conflict.doNothing()),
  );
  return {
    find: (key) => find({ key }),
    add: (key, answer, now) => {
      const record = JSON.stringify(answer);
      return add({ key, record, bytes: Buffer.byteLength(record) + key.length, created_at: now });
    },
    remove: (key) => query.deleteFrom("answers").where("key", "=", key).compile(),
    removeOlder: (days, now) =>
      query
        .deleteFrom("answers")
        .where("created_at", "<", now - days * DAY)
        .compile(),
    removeBeyond: (maxBytes) => {
      const running = query.selectFrom("answers").select([
        "key",
        ({ fn }) =>
          fn
            .sum<number>("bytes")
            .over((over) => over.orderBy("created_at", "desc").orderBy("key"))
            .as("total"),
      ]);
      return query
        .deleteFrom("answers")
        .where(
          "key",
          "in",
          query.selectFrom(running.as("newest")).select("key").where("total", ">", maxBytes),
        )
        .compile();
    },
    stats: query
      .selectFrom("answers")
      .select(({ fn }) => [
        fn.countAll<number>().as("entries"),
        fn.sum<number | null>("bytes").as("bytes"),
      ]),
  };
}

/** The answer of a record, or null for what is none: a damaged one is as good as none. */
export function storedAnswer(record: string): CachedAnswer | null {
  try {
    const answer = JSON.parse(record) as Partial<CachedAnswer> | null;
    return typeof answer?.text === "string" &&
      typeof answer.inputTokens === "number" &&
      typeof answer.outputTokens === "number" &&
      typeof answer.finish === "string" &&
      typeof answer.model === "string"
      ? (answer as CachedAnswer)
      : null;
  } catch {
    return null;
  }
}
