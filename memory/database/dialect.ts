import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type ColumnDataType,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Expression,
  type RawBuilder,
} from "./query-builder.js";
import { DatawrightError } from "../../base/errors.js";

/** What differs between the databases that the store can speak; everything else is portable SQL. */
export interface StoreDialect {
  readonly name: "sqlite" | "postgresql";
  readonly kysely: Dialect;
  /** Column type of bytes. */
  readonly bytes: ColumnDataType;
  /** Column type of texts that sort by their code points, whatever the language of a server. */
  readonly text: ColumnDataType | Expression<string>;
  /** Name of the function of a text and a part that says where the part stands, from 1; 0 for nowhere. */
  readonly position: RawBuilder<unknown>;
  /** A subquery that lists the values, with one parameter however many there are. */
  list(values: readonly string[]): RawBuilder<string>;
  /** These columns of every row as one JSON array of arrays, null for no rows: read faster than rows. */
  jsonRows(columns: readonly string[]): RawBuilder<string | null>;
  /** The number at a path of a column of JSON text; null where there is none. */
  jsonNumber(column: string, ...path: readonly string[]): RawBuilder<number | null>;
  /** The text at a path of a column of JSON text. */
  jsonText(column: string, ...path: readonly string[]): RawBuilder<string>;
}

const refuse = (): never => {
  throw new DatawrightError({
    code: "INTERNAL",
    message:
      "Queries of the store are compiled here and run elsewhere: nothing may be executed or " +
      "opened as a transaction.",
    hint: "Pass the query to `read`, or its compiled statement to `writeBatch`.",
  });
};

/**
 * Compiles only. An awaited transaction would let a checkpoint written meanwhile join it and be
 * lost by its rollback.
 */
class CompilingDriver implements Driver {
  async init(): Promise<void> {
    /* nothing to open */
  }
  async acquireConnection(): Promise<DatabaseConnection> {
    return refuse();
  }
  async beginTransaction(): Promise<void> {
    refuse();
  }
  async commitTransaction(): Promise<void> {
    refuse();
  }
  async rollbackTransaction(): Promise<void> {
    refuse();
  }
  async releaseConnection(): Promise<void> {
    refuse();
  }
  async destroy(): Promise<void> {
    /* nothing to close */
  }
}

export const sqliteDialect: StoreDialect = {
  name: "sqlite",
  kysely: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new CompilingDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  bytes: "blob",
  position: sql`instr`,
  text: "text",
  list: (values) => sql<string>`(select value from json_each(${JSON.stringify(values)}))`,
  jsonRows: (columns) => sql<string>`json_group_array(json_array(${refs(columns)}))`,
  jsonNumber: (column, ...path) =>
    sql<number | null>`json_extract(${sql.ref(column)}, ${sql.lit(sqlitePath(path))})`,
  jsonText: (column, ...path) =>
    sql<string>`json_extract(${sql.ref(column)}, ${sql.lit(sqlitePath(path))})`,
};

function refs(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}

function sqlitePath(path: readonly string[]): string {
  return `$${path.map((name) => `."${name}"`).join("")}`;
}

export const postgresDialect: StoreDialect = {
  name: "postgresql",
  kysely: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new CompilingDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  bytes: "bytea",
  position: sql`strpos`,
  text: sql<string>`text collate "C"`,
  list: (values) => sql<string>`(select unnest(${[...values]}::text[]))`,
  jsonRows: (columns) => sql<string | null>`json_agg(json_build_array(${refs(columns)}))::text`,
  // Most records of a trace have no such number, and are not read for it.
  jsonNumber: (column, ...path) =>
    sql<
      number | null
    >`case when strpos(${sql.ref(column)}, ${sql.lit(`"${path.at(-1)}":`)}) > 0 then nullif(${jsonAt(column, path)}::text, 'null')::double precision end`,
  jsonText: (column, ...path) => sql<string>`((${jsonAt(column, path)}) #>> '{}') collate "C"`,
};

/** What JSON of JavaScript may have and a server takes for damage: the character 0, half a pair. */
const UNKNOWN_ESCAPE = "\\\\u(?:0000|d[89a-f])";
/** The same whole, with what stands before it: an even number of backslashes is text. */
const WHOLE_ESCAPE = "(?<!\\\\)((?:\\\\\\\\)*)\\\\u(?:0000|d[89a-f][0-9a-f]{2})";

function jsonAt(column: string, path: readonly string[]): RawBuilder<unknown> {
  const text = sql.ref(column);
  const clean = sql`case when ${text} ~ ${sql.lit(UNKNOWN_ESCAPE)} then regexp_replace(${text}, ${sql.lit(WHOLE_ESCAPE)}, ${sql.lit("\\1")}, 'g') else ${text} end`;
  const steps = path.map((name) => sql`-> ${sql.lit(name)}`);
  return sql`((${clean})::json ${sql.join(steps, sql` `)})`;
}

/** A query that can be compiled, with the type of its rows. */
export interface ReadableQuery<Row> {
  compile(): CompiledQuery<Row>;
}
