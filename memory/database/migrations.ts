import { sql, type Kysely } from "./query-builder.js";
import type { CompiledStatement } from "../contract.js";
import {
  isFailed,
  isRevised,
  KIND_COLUMNS,
  KIND_INDEX,
  REVISED_INDEX,
  timesRevised,
} from "./counted-indexes.js";
import type { StoreDialect } from "./dialect.js";
import type { CacheTables, RunTables } from "./tables.js";

/**
 * One step of a schema: the statements that lead from version n to n + 1. A published step never
 * changes; a new one is appended.
 */
export type Migration<Tables> = (
  query: Kysely<Tables>,
  dialect: StoreDialect,
) => readonly CompiledStatement[];

const firstRunSchema: Migration<RunTables> = (query, dialect) =>
  [
    query.schema
      .createTable("samples")
      .addColumn("id", dialect.text, (column) => column.primaryKey())
      .addColumn("round", "integer", (column) => column.notNull())
      .addColumn("ordinal", "integer", (column) => column.notNull())
      .addColumn("cell", dialect.text, (column) => column.notNull())
      .addColumn("status", dialect.text, (column) => column.notNull())
      .addColumn("reason", dialect.text, (column) => column.notNull())
      .addColumn("label", dialect.text, (column) => column.notNull())
      .addColumn("accepted_ordinal", "bigint", (column) => column.notNull())
      .addColumn("record", dialect.text, (column) => column.notNull()),
    query.schema
      .createIndex("samples_by_ordinal")
      .on("samples")
      .columns(["round", "ordinal", "id"]),
    query.schema
      .createIndex("samples_by_accepted")
      .on("samples")
      .columns(["accepted_ordinal", "round", "ordinal", "id"]),
    query.schema.createIndex("samples_by_status").on("samples").columns(["status", "reason"]),
    query.schema.createIndex("samples_by_label").on("samples").columns(["label", "status"]),
    query.schema.createIndex("samples_by_cell").on("samples").columns(["cell", "status"]),
    query.schema
      .createTable("sample_reasons")
      .addColumn("sample_id", dialect.text, (column) => column.notNull())
      .addColumn("reason", dialect.text, (column) => column.notNull())
      .addPrimaryKeyConstraint("sample_reasons_key", ["reason", "sample_id"])
      .addForeignKeyConstraint("sample_reasons_sample", ["sample_id"], "samples", ["id"], (key) =>
        key.deferrable().initiallyDeferred(),
      ),
    query.schema.createIndex("sample_reasons_by_sample").on("sample_reasons").column("sample_id"),
    query.schema
      .createTable("sample_vectors")
      .addColumn("sample_id", dialect.text, (column) => column.primaryKey())
      .addColumn("data", dialect.bytes, (column) => column.notNull())
      .addForeignKeyConstraint("sample_vectors_sample", ["sample_id"], "samples", ["id"], (key) =>
        key.deferrable().initiallyDeferred(),
      ),
    query.schema
      .createTable("verdicts")
      .addColumn("sample_id", dialect.text, (column) => column.notNull())
      .addColumn("position", "integer", (column) => column.notNull())
      .addColumn("revision", "integer", (column) => column.notNull())
      .addColumn("record", dialect.text, (column) => column.notNull())
      .addPrimaryKeyConstraint("verdicts_key", ["sample_id", "position"])
      .addForeignKeyConstraint("verdicts_sample", ["sample_id"], "samples", ["id"], (key) =>
        key.deferrable().initiallyDeferred(),
      ),
    query.schema
      .createTable("spans")
      .addColumn("id", dialect.text, (column) => column.primaryKey())
      .addColumn("operation", dialect.text, (column) => column.notNull())
      .addColumn("agent", dialect.text, (column) => column.notNull())
      .addColumn("started_at", "double precision", (column) => column.notNull())
      .addColumn("duration_ms", "double precision", (column) => column.notNull())
      .addColumn("status", dialect.text, (column) => column.notNull())
      .addColumn("model", dialect.text, (column) => column.notNull())
      .addColumn("input_tokens", "bigint")
      .addColumn("output_tokens", "bigint")
      .addColumn("cached", "integer", (column) => column.notNull())
      .addColumn("cost_usd", "double precision")
      .addColumn("record", dialect.text, (column) => column.notNull()),
    query.schema.createIndex("spans_by_start").on("spans").columns(["started_at", "id"]),
    query.schema.createIndex("spans_by_duration").on("spans").columns(["duration_ms", "id"]),
    query.schema.createIndex("spans_by_operation").on("spans").columns(["operation", "agent"]),
    query.schema
      .createTable("span_samples")
      .addColumn("sample_id", dialect.text, (column) => column.notNull())
      .addColumn("span_id", dialect.text, (column) => column.notNull())
      .addPrimaryKeyConstraint("span_samples_key", ["sample_id", "span_id"])
      .addForeignKeyConstraint("span_samples_span", ["span_id"], "spans", ["id"], (key) =>
        key.deferrable().initiallyDeferred(),
      ),
    query.schema
      .createTable("bodies")
      .addColumn("hash", dialect.text, (column) => column.primaryKey())
      .addColumn("body", dialect.text, (column) => column.notNull()),
    query.schema
      .createTable("plans")
      .addColumn("revision", "integer", (column) => column.primaryKey())
      .addColumn("record", dialect.text, (column) => column.notNull()),
    query.schema
      .createTable("orders")
      .addColumn("id", dialect.text, (column) => column.primaryKey())
      .addColumn("round", "integer", (column) => column.notNull())
      .addColumn("ordinal", "integer", (column) => column.notNull())
      .addColumn("record", dialect.text, (column) => column.notNull()),
    query.schema.createIndex("orders_by_round").on("orders").columns(["round", "ordinal", "id"]),
    query.schema
      .createTable("data_rows")
      .addColumn("set_name", dialect.text, (column) => column.notNull())
      .addColumn("position", "integer", (column) => column.notNull())
      .addColumn("record", dialect.text, (column) => column.notNull())
      .addPrimaryKeyConstraint("data_rows_key", ["set_name", "position"]),
    query.schema
      .createTable("entries")
      .addColumn("name", dialect.text, (column) => column.primaryKey())
      .addColumn("value", dialect.text, (column) => column.notNull()),
  ].map((step) => step.compile());

/** Spans and bodies of earlier versions stay as they were written: readers take both. */
const traceBlocks: Migration<RunTables> = (query, dialect) =>
  [
    query.schema
      .createTable("trace_blocks")
      .addColumn("id", dialect.text, (column) => column.primaryKey())
      .addColumn("data", dialect.bytes, (column) => column.notNull()),
    ...(dialect.name === "sqlite" ? keyedSpanSamples(query) : []),
  ].map((step) => step.compile());

/** A table that is all key is kept once where SQLite is told so. */
function keyedSpanSamples(query: Kysely<RunTables>): readonly { compile(): CompiledStatement }[] {
  const next = query as unknown as Kysely<{ span_samples_next: RunTables["span_samples"] }>;
  return [
    query.schema
      .createTable("span_samples_next")
      .addColumn("sample_id", "text", (column) => column.notNull())
      .addColumn("span_id", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("span_samples_key", ["sample_id", "span_id"])
      .addForeignKeyConstraint("span_samples_span", ["span_id"], "spans", ["id"], (key) =>
        key.deferrable().initiallyDeferred(),
      )
      .modifyEnd(sql`without rowid`),
    next
      .insertInto("span_samples_next")
      .columns(["sample_id", "span_id"])
      .expression(query.selectFrom("span_samples").select(["sample_id", "span_id"])),
    query.schema.dropTable("span_samples"),
    query.schema.alterTable("span_samples_next").renameTo("span_samples"),
  ];
}

/** Steps below a step are found without unpacking the trace. */
const spanTree: Migration<RunTables> = (query, dialect) =>
  [
    query.schema.alterTable("spans").addColumn("parent_id", dialect.text),
    query.schema.alterTable("spans").addColumn("name", dialect.text),
    query.schema.createIndex("spans_by_parent").on("spans").columns(["parent_id", "started_at"]),
  ].map((step) => step.compile());

/**
 * Records without what stands elsewhere: earlier versions of the package cannot read them. Spans
 * alike in start or length are put in order when they are read, so that no index has their ids.
 */
const shortRecords: Migration<RunTables> = (query, dialect) =>
  [
    query.schema.dropIndex("spans_by_start"),
    query.schema.createIndex("spans_by_start").on("spans").column("started_at"),
    query.schema.dropIndex("spans_by_duration"),
    query.schema.createIndex("spans_by_duration").on("spans").column("duration_ms"),
    ...(dialect.name === "sqlite" ? keyedBodies(query) : []),
  ].map((step) => step.compile());

function keyedBodies(query: Kysely<RunTables>): readonly { compile(): CompiledStatement }[] {
  const next = query as unknown as Kysely<{ bodies_next: RunTables["bodies"] }>;
  return [
    query.schema
      .createTable("bodies_next")
      .addColumn("hash", "text", (column) => column.primaryKey())
      .addColumn("body", "text", (column) => column.notNull())
      .modifyEnd(sql`without rowid`),
    next
      .insertInto("bodies_next")
      .columns(["hash", "body"])
      .expression(query.selectFrom("bodies").select(["hash", "body"])),
    query.schema.dropTable("bodies"),
    query.schema.alterTable("bodies_next").renameTo("bodies"),
  ];
}

/**
 * What pages count is counted by an index alone: steps by what they are, those of them that failed, and
 * samples by how often they were revised. Of the last two only what there is to count is in it.
 */
const countedPages: Migration<RunTables> = (query, dialect) => {
  const revised = query.schema.createIndex(REVISED_INDEX).on("samples");
  return [
    query.schema.dropIndex("spans_by_operation"),
    query.schema
      .createIndex(KIND_INDEX)
      .on("spans")
      .columns([...KIND_COLUMNS]),
    query.schema
      .createIndex("spans_failed")
      .on("spans")
      .columns([...KIND_COLUMNS])
      .where(isFailed),
    // A server reads the records that its index leaves, and parses none of the others.
    (dialect.name === "sqlite"
      ? revised.expression(timesRevised(dialect))
      : revised.column("round")
    ).where(isRevised(dialect)),
  ].map((step) => step.compile());
};

export const RUN_MIGRATIONS: readonly Migration<RunTables>[] = [
  firstRunSchema,
  traceBlocks,
  spanTree,
  shortRecords,
  countedPages,
];

const firstCacheSchema: Migration<CacheTables> = (query, dialect) =>
  [
    query.schema
      .createTable("answers")
      .addColumn("key", dialect.text, (column) => column.primaryKey())
      .addColumn("record", dialect.text, (column) => column.notNull())
      .addColumn("bytes", "integer", (column) => column.notNull())
      .addColumn("created_at", "double precision", (column) => column.notNull()),
    query.schema.createIndex("answers_by_age").on("answers").columns(["created_at", "key"]),
  ].map((step) => step.compile());

export const CACHE_MIGRATIONS: readonly Migration<CacheTables>[] = [firstCacheSchema];
