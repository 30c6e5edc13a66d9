import type Database from "better-sqlite3";
import { SqliteSaver } from "@langchain/langgraph-checkpoint-sqlite";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { BaseCheckpointSaver, CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { DatawrightError } from "../../base/errors.js";
import type { RunDatabase } from "./database.js";
import { redactKeyBytes } from "../../base/redact-secrets.js";
import { storeError } from "./store-error.js";

type Put = SqliteSaver["put"];
type PutWrites = SqliteSaver["putWrites"];

/** LangGraph's saver, with the store's coded errors in place of the driver's, and without keys. */
class RunCheckpointer extends SqliteSaver {
  constructor(raw: Database.Database) {
    super(raw);
    const { serde } = this;
    this.serde = {
      dumpsTyped: async (value) => {
        const [type, bytes] = await serde.dumpsTyped(value);
        return [type, redactKeyBytes(bytes)];
      },
      loadsTyped: (type, data) => serde.loadsTyped(type, data),
    };
  }

  /** @throws STORE_CORRUPT for a checkpoint that cannot be read */
  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    let tuple: CheckpointTuple | undefined;
    try {
      tuple = await super.getTuple(config);
      if (tuple === undefined || isCheckpoint(tuple.checkpoint)) return tuple;
    } catch (error) {
      throw isDriverError(error) ? storeError(error, this.db.name) : damaged(this.db.name, error);
    }
    throw damaged(this.db.name);
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

function isCheckpoint(value: unknown): boolean {
  const { channel_values: values, channel_versions: versions } = (value ?? {}) as Partial<
    Record<string, unknown>
  >;
  return [values, versions].every((part) => typeof part === "object" && part !== null);
}

function damaged(path: string, cause?: unknown): DatawrightError {
  return new DatawrightError({
    code: "STORE_CORRUPT",
    message: `${path}: the checkpoint of the run cannot be read.`,
    hint: "Delete it: the run then goes on from what is stored.",
    details: { path },
    cause,
  });
}

function isDriverError(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    String(error.code).startsWith("SQLITE_")
  );
}

/**
 * Checkpoints of a run's graph, on the connection of its database: a second one in the same process
 * would wait for the first.
 */
export function openCheckpointer(database: RunDatabase): BaseCheckpointSaver {
  return new RunCheckpointer(database.raw);
}
