import type Database from "better-sqlite3";
import { SqliteSaver } from "@langchain/langgraph-checkpoint-sqlite";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { damagedCheckpoint, isCheckpoint, redactingSerializer } from "../database/checkpoint.js";
import { storeError } from "../database/store-error.js";

type Put = SqliteSaver["put"];
type PutWrites = SqliteSaver["putWrites"];

/** LangGraph's saver, with the store's coded errors in place of the driver's, and without keys. */
export class SqliteCheckpointer extends SqliteSaver {
  constructor(raw: Database.Database) {
    super(raw);
    this.serde = redactingSerializer(this.serde);
  }

  /** @throws STORE_CORRUPT for a checkpoint that cannot be read */
  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    let tuple: CheckpointTuple | undefined;
    try {
      tuple = await super.getTuple(config);
      if (tuple === undefined || isCheckpoint(tuple.checkpoint)) return tuple;
    } catch (error) {
      throw isDriverError(error)
        ? storeError(error, this.db.name)
        : damagedCheckpoint(this.db.name, error);
    }
    throw damagedCheckpoint(this.db.name);
  }

  override async put(...input: Parameters<Put>): ReturnType<Put> {
    return await this.#coded(() => super.put(...input));
  }

  override async putWrites(...input: Parameters<PutWrites>): ReturnType<PutWrites> {
    return await this.#coded(() => super.putWrites(...input));
  }

  override async deleteThread(threadId: string): Promise<void> {
    this.setup();
    await this.#coded(() => super.deleteThread(threadId));
  }

  async #coded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw isDriverError(error) ? storeError(error, this.db.name) : error;
    }
  }
}

function isDriverError(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    String(error.code).startsWith("SQLITE_")
  );
}
