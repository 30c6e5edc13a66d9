import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { CompiledStatement } from "../contract.js";
import type { ReadableQuery } from "../database/dialect.js";
import type { RunDatabase } from "../database/run-database.js";
import type { RunTables } from "../database/tables.js";
import type { PostgresServer } from "./postgres-server.js";
import { PostgresTables } from "./postgres-tables.js";

/** The database of one run in a schema of a server. */
export class PostgresRunDatabase extends PostgresTables<RunTables> implements RunDatabase {
  readonly #schema: string;
  readonly #guard: CompiledStatement | null;

  /** @param guard fails where the run is no longer this process's; goes before every write */
  constructor(
    server: PostgresServer,
    { schema, guard }: { readonly schema: string; readonly guard: CompiledStatement | null },
  ) {
    super(server, schema);
    this.#schema = schema;
    this.#guard = guard;
  }

  override async writeBatch(statements: readonly CompiledStatement[]): Promise<void> {
    if (statements.length === 0) return;
    await this.server.write(this.#guard === null ? statements : [this.#guard, ...statements]);
  }

  async atOneMoment<T>(look: (database: RunDatabase) => Promise<T>): Promise<T> {
    return this.server.retrying(() =>
      this.server.transaction(
        (send) =>
          look(
            Object.create(this, {
              read: {
                value: async <Row>(query: ReadableQuery<Row>): Promise<Row[]> => {
                  const { sql, parameters } = query.compile();
                  return (await send(sql, parameters)).rows as Row[];
                },
              },
            }) as RunDatabase,
          ),
        "begin isolation level repeatable read read only",
      ),
    );
  }

  /** A server refuses a row whose own it does not have. */
  async orphans(): Promise<readonly { readonly parent: string }[]> {
    return [];
  }

  async checkpointer(): Promise<BaseCheckpointSaver> {
    const { PostgresCheckpointer } = await import("./postgres-checkpointer.js");
    return PostgresCheckpointer.open(this.server, { schema: this.#schema, path: this.path });
  }
}
