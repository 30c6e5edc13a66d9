import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { Kysely } from "./query-builder.js";
import type { BatchWriter } from "../contract.js";
import type { ReadableQuery, StoreDialect } from "./dialect.js";
import type { RunTables } from "./tables.js";

/** Tables in a database of either kind: queries are built and compiled here, and run there. */
export interface TableDatabase<Tables> extends BatchWriter {
  /** Where it is, as errors name it; never with a password. */
  readonly path: string;
  readonly dialect: StoreDialect;
  /** Builds and compiles; running a query on it is an error. */
  readonly query: Kysely<Tables>;
  read<Row>(query: ReadableQuery<Row>): Promise<Row[]>;
  close(): void | Promise<void>;
}

/**
 * The database of one run, a file or a schema of a server: build a query with `query`, run it with
 * `read`, write compiled statements with `writeBatch`. There is no transaction to await.
 */
export interface RunDatabase extends TableDatabase<RunTables> {
  /** Gives reads that see one moment of a run that may be at work. */
  atOneMoment<T>(look: (database: RunDatabase) => Promise<T>): Promise<T>;
  /** Tables that lost rows which others belong to, each as often as rows are left alone. */
  orphans(): Promise<readonly { readonly parent: string }[]>;
  /** LangGraph's checkpoints of the run, beside its tables. */
  checkpointer(): Promise<BaseCheckpointSaver>;
}
