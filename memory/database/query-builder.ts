/**
 * What the stores take from Kysely, in one place: the build puts Kysely itself into this module, so that a
 * process loads one file of it and not 262.
 */
export {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  expressionBuilder,
  sql,
  type ColumnDataType,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Expression,
  type RawBuilder,
  type SelectQueryBuilder,
} from "kysely";
