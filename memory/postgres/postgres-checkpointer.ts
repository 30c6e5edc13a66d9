import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { isDatawrightError } from "../../base/errors.js";
import { damagedCheckpoint, isCheckpoint, redactingSerializer } from "../database/checkpoint.js";
import type { PostgresServer } from "./postgres-server.js";

type Put = PostgresSaver["put"];
type PutWrites = PostgresSaver["putWrites"];

/**
 * LangGraph's saver in the schema of a run, with the store's coded errors, without keys, and tried
 * again where a connection is lost.
 */
export class PostgresCheckpointer extends PostgresSaver {
  readonly #server: PostgresServer;
  readonly #path: string;

  private constructor(server: PostgresServer, schema: string, path: string) {
    super(server.pool as never, undefined, { schema });
    this.serde = redactingSerializer(this.serde);
    this.#server = server;
    this.#path = path;
  }

  static async open(
    server: PostgresServer,
    { schema, path }: { readonly schema: string; readonly path: string },
  ): Promise<PostgresCheckpointer> {
    const saver = new PostgresCheckpointer(server, schema, path);
    await server.retrying(() => saver.setup());
    return saver;
  }

  /** @throws STORE_CORRUPT for a checkpoint that cannot be read */
  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    let tuple: CheckpointTuple | undefined;
    try {
      tuple = await this.#server.retrying(() => super.getTuple(config));
    } catch (error) {
      // One that cannot be decoded fails with no code of the server's.
      if (
        isDatawrightError(error) &&
        (error.code !== "STORE_FAILED" || error.details["cause"] !== undefined)
      )
        throw error;
      throw damagedCheckpoint(this.#path, error);
    }
    if (tuple === undefined || isCheckpoint(tuple.checkpoint)) return tuple;
    throw damagedCheckpoint(this.#path);
  }

  override async put(...input: Parameters<Put>): ReturnType<Put> {
    return await this.#server.retrying(() => super.put(...input));
  }

  override async putWrites(...input: Parameters<PutWrites>): ReturnType<PutWrites> {
    return await this.#server.retrying(() => super.putWrites(...input));
  }

  override async deleteThread(threadId: string): Promise<void> {
    await this.#server.retrying(() => super.deleteThread(threadId));
  }
}
