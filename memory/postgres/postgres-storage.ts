import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { redactKeys } from "../../base/redact-secrets.js";
import { shellQuote } from "../../base/text/shell-quote.js";
import { nearestNames } from "../../base/text/nearest-name.js";
import type { ResponseCache } from "../contract.js";
import type { RunDatabase } from "../database/run-database.js";
import { parseStored } from "../database/parse-stored.js";
import type { CacheTables } from "../database/tables.js";
import { RUN_FILES } from "../run-files.js";
import { RunFolder } from "../run-folder.js";
import { acquireRunLock, isRunLocked, type RunLock } from "../run-lock.js";
import type { RunStorage } from "../run-storage.js";
import type { ListedRun, Workspace } from "../workspace.js";
import { PostgresResponseCache } from "./postgres-response-cache.js";
import { PostgresRunDatabase } from "./postgres-run-database.js";
import { PostgresServer, type ServerOptions } from "./postgres-server.js";
import { PostgresTables } from "./postgres-tables.js";
import { RunLease } from "./run-lease.js";
import {
  createRunSchema,
  requireRunSchema,
  schemaOf,
  upgradeRunSchema,
  type StoredRun,
} from "./run-schemas.js";
import { openSharedSchema, SHARED_SCHEMA } from "./shared-schema.js";

const COLUMNS = "id, schema_name, version, config, report";

/** Records of runs on a PostgreSQL server: a schema for each run, one for what they share. */
export class PostgresStorage implements RunStorage {
  readonly #server: PostgresServer;
  readonly #leases = new Map<string, RunLease>();

  private constructor(server: PostgresServer) {
    this.#server = server;
  }

  /** @throws USAGE, STORE_REFUSED, STORE_UNREACHABLE, STORE_VERSION */
  static async connect(url: string, options: ServerOptions = {}): Promise<PostgresStorage> {
    const server = await PostgresServer.connect(url, options);
    try {
      await openSharedSchema(server);
      return new PostgresStorage(server);
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  get place(): string {
    return this.#server.place;
  }

  async list(workspace: Workspace): Promise<(ListedRun & { readonly report: unknown })[]> {
    const rows = await this.#server.read<StoredRun>({
      sql: `select ${COLUMNS} from ${SHARED_SCHEMA}.runs where config is not null order by created_at, id`,
      parameters: [],
    });
    return rows.map(({ id, config, report }) => ({
      id,
      folder: workspace.runFolder(id).folder,
      config: this.#parsed(config),
      report: this.#parsed(report),
    }));
  }

  async find(workspace: Workspace, nameOrPath: string): Promise<RunFolder> {
    const names = [nameOrPath, await idInFolder(nameOrPath)];
    for (const id of names)
      if (id !== null && (await this.#run(id))?.config != null)
        return this.addressed(workspace.runFolder(id));
    const known = (
      await this.#server.read<{ id: string }>({
        sql: `select id from ${SHARED_SCHEMA}.runs where config is not null`,
        parameters: [],
      })
    ).map(({ id }) => id);
    const near = nearestNames(nameOrPath, known);
    throw new DatawrightError({
      code: "RUN_NOT_FOUND",
      message: `There is no run "${nameOrPath}" in ${this.place}.`,
      hint:
        near.length > 0
          ? `Did you mean ${near.join(", ")}?`
          : "The command `runs --store …` lists those that there are; `push` copies one of a folder there.",
      details: { name: nameOrPath, path: this.place, nearest: near },
    });
  }

  addressed(folder: RunFolder): RunFolder {
    const { url, hasPassword } = this.#server.address;
    return folder.at(hasPassword ? '"$DATAWRIGHT_STORE"' : shellQuote(url));
  }

  /** The folder too: outputs are written there. */
  async lock(folder: RunFolder): Promise<RunLock> {
    mkdirSync(folder.folder, { recursive: true });
    const local = acquireRunLock(folder.folder);
    try {
      const lease = await RunLease.take(this.#server, folder.id);
      this.#leases.set(folder.id, lease);
      return {
        folder: folder.folder,
        release: async () => {
          this.#leases.delete(folder.id);
          await lease.release();
          local.release();
        },
      };
    } catch (error) {
      local.release();
      throw error;
    }
  }

  async isLocked({ id, folder }: RunFolder): Promise<boolean> {
    return isRunLocked(folder) || RunLease.isTaken(this.#server, id);
  }

  async create({ id }: RunFolder): Promise<RunDatabase> {
    return this.#database(id, await createRunSchema(this.#server, id));
  }

  async open(
    { id }: RunFolder,
    { readonly = false }: { readonly readonly?: boolean } = {},
  ): Promise<RunDatabase> {
    const run = await this.#run(id);
    if (run === null)
      throw new DatawrightError({
        code: "RUN_NOT_FOUND",
        message: `There is no run "${id}" in ${this.place}.`,
        details: { name: id, path: this.place },
      });
    if (this.#leases.has(id)) await upgradeRunSchema(this.#server, run);
    else requireRunSchema(this.#server, run, readonly);
    return this.#database(id, run.schema_name);
  }

  async readConfig({ id }: RunFolder): Promise<unknown> {
    return this.#parsed((await this.#run(id))?.config ?? null);
  }

  /** Beside the server in the folder, for people. */
  async saveConfig(folder: RunFolder, config: object): Promise<void> {
    await this.#save(folder.id, "config", config);
    await folder.writeJson("config", config);
  }

  async readReport({ id }: RunFolder): Promise<unknown> {
    return this.#parsed((await this.#run(id))?.report ?? null);
  }

  async saveReport({ id }: RunFolder, report: object): Promise<void> {
    await this.#save(id, "report", report);
  }

  async remove(
    workspace: Workspace,
    nameOrPath: string,
    options: { readonly force?: boolean } = {},
  ): Promise<RunFolder> {
    const folder = await this.find(workspace, nameOrPath);
    const lease = await RunLease.take(this.#server, folder.id);
    try {
      const local = await createdAt(folder.readJson("config"));
      const isOwn = local !== null && local === (await createdAt(this.readConfig(folder)));
      await this.forget(folder);
      // Outputs that lie outside the workspace are left to their owner.
      if (isOwn) await workspace.removeRun(folder.id, options).catch(() => undefined);
    } finally {
      await lease.release();
    }
    return folder;
  }

  async forget({ id }: RunFolder): Promise<void> {
    await this.#server.write([
      { sql: `drop schema if exists "${schemaOf(id)}" cascade`, parameters: [] },
      { sql: `delete from ${SHARED_SCHEMA}.runs where id = $1`, parameters: [id] },
      { sql: `delete from ${SHARED_SCHEMA}.owners where id = $1`, parameters: [id] },
    ]);
  }

  async openCache(): Promise<ResponseCache> {
    return new PostgresResponseCache(new PostgresTables<CacheTables>(this.#server, SHARED_SCHEMA));
  }

  onTrouble(listener: (message: string) => void): void {
    this.#server.onTrouble = listener;
  }

  async close(): Promise<void> {
    for (const lease of this.#leases.values()) await lease.release();
    await this.#server.close();
  }

  #database(id: string, schema: string): PostgresRunDatabase {
    return new PostgresRunDatabase(this.#server, {
      schema,
      guard: this.#leases.get(id)?.guard ?? null,
    });
  }

  async #run(id: string): Promise<StoredRun | null> {
    const [run] = await this.#server.read<StoredRun>({
      sql: `select ${COLUMNS} from ${SHARED_SCHEMA}.runs where id = $1`,
      parameters: [id],
    });
    return run ?? null;
  }

  async #save(id: string, column: "config" | "report", value: object): Promise<void> {
    const guard = this.#leases.get(id)?.guard;
    await this.#server.write([
      ...(guard === undefined ? [] : [guard]),
      {
        sql: `update ${SHARED_SCHEMA}.runs set ${column} = $2 where id = $1`,
        parameters: [id, redactKeys(JSON.stringify(value))],
      },
    ]);
  }

  #parsed(text: string | null): unknown {
    return text === null ? null : parseStored<unknown>(text, this.place);
  }
}

/** When a run was begun, which tells it from another one of its id. */
async function createdAt(config: Promise<unknown>): Promise<unknown> {
  const value = (await config.catch(() => null)) as { readonly createdAt?: unknown } | null;
  return value?.createdAt ?? null;
}

/** Id of the run whose folder this is; null for any other path. */
async function idInFolder(path: string): Promise<string | null> {
  if (!existsSync(join(path, RUN_FILES.config))) return null;
  const config = await new RunFolder(path)
    .readJson<{ readonly runId?: unknown }>("config")
    .catch(() => null);
  return typeof config?.runId === "string" ? config.runId : null;
}
