import { sql, type RawBuilder } from "./query-builder.js";
import type { StoreDialect } from "./dialect.js";

/**
 * Indexes from version 5 on. SQLite takes one of a condition or an expression only for a query that says it
 * in the same words: they are published with the schema, and stay as they are.
 */
export const KIND_INDEX = "spans_by_kind";
export const KIND_COLUMNS = ["operation", "agent", "model"] as const;
export const REVISED_INDEX = "samples_revised";

/** A step that failed. */
export const isFailed: RawBuilder<boolean> = sql<boolean>`status = 'error'`;

/** How often a sample was revised; null where its record does not say. */
export function timesRevised(dialect: StoreDialect): RawBuilder<number | null> {
  return dialect.name === "sqlite"
    ? sql<number | null>`json_extract(record, '$.revisions')`
    : dialect.jsonNumber("record", "revisions");
}

/** True of the records that may say it: few have any, and the others are not parsed. */
export function isRevised({ position }: StoreDialect): RawBuilder<boolean> {
  return sql<boolean>`${position}(record, '"revisions":') > 0`;
}
