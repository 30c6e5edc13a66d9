import { Kysely } from "../database/query-builder.js";
import type { CompiledStatement } from "../contract.js";
import { postgresDialect, type ReadableQuery } from "../database/dialect.js";
import type { TableDatabase } from "../database/run-database.js";
import type { PostgresServer } from "./postgres-server.js";

/** The tables of one schema of a server. */
export class PostgresTables<Tables> implements TableDatabase<Tables> {
  readonly path: string;
  readonly dialect = postgresDialect;
  readonly query: Kysely<Tables>;
  protected readonly server: PostgresServer;

  constructor(server: PostgresServer, schema: string) {
    this.server = server;
    this.path = `${server.place}, schema ${schema}`;
    this.query = new Kysely<Tables>({ dialect: postgresDialect.kysely }).withSchema(schema);
  }

  async read<Row>(query: ReadableQuery<Row>): Promise<Row[]> {
    return this.server.read<Row>(query.compile());
  }

  async writeBatch(statements: readonly CompiledStatement[]): Promise<void> {
    await this.server.write(statements);
  }

  /** The connections are the server's. */
  close(): void {}
}
