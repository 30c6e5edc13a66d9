import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type ColumnDataType,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type RawBuilder,
} from "kysely";
import { DatawrightError } from "../../base/errors.js";

/** What differs between the databases that the store can speak; everything else is portable SQL. */
export interface StoreDialect {
  readonly name: "sqlite" | "postgresql";
  readonly kysely: Dialect;
  /** Column type of bytes. */
  readonly bytes: ColumnDataType;
  /** A subquery that lists the values, with one parameter however many there are. */
  list(values: readonly string[]): RawBuilder<string>;
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
  list: (values) => sql<string>`(select value from json_each(${JSON.stringify(values)}))`,
};

/** A query that can be compiled, with the type of its rows. */
export interface ReadableQuery<Row> {
  compile(): CompiledQuery<Row>;
}
