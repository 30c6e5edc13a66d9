import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { DatawrightError } from "../../base/errors.js";
import type { ResponseCache } from "../contract.js";
import type { RunDatabase } from "../database/run-database.js";
import { SqliteResponseCache } from "../response-cache.js";
import { RunFolder } from "../run-folder.js";
import { acquireRunLock, isRunLocked, type RunLock } from "../run-lock.js";
import type { RunStorage } from "../run-storage.js";
import type { ListedRun, Workspace } from "../workspace.js";
import { openRunDatabase } from "./open-run-database.js";

/** Records of each run in its own folder: the default. */
export class FolderStorage implements RunStorage {
  readonly place = null;

  async list(workspace: Workspace): Promise<(ListedRun & { readonly report: unknown })[]> {
    return Promise.all(
      (await workspace.listRuns()).map(async (run) => ({
        ...run,
        report: await new RunFolder(run.folder, { id: run.id })
          .readJson("reportJson")
          .catch(() => null),
      })),
    );
  }

  async find(workspace: Workspace, nameOrPath: string): Promise<RunFolder> {
    return workspace.findRun(nameOrPath);
  }

  addressed(folder: RunFolder): RunFolder {
    return folder;
  }

  async lock({ folder }: RunFolder): Promise<RunLock> {
    return acquireRunLock(folder);
  }

  async isLocked({ folder }: RunFolder): Promise<boolean> {
    return isRunLocked(folder);
  }

  async create(folder: RunFolder): Promise<RunDatabase> {
    return openRunDatabase(folder.path("database"));
  }

  /** @throws USAGE for a run whose records are on a server */
  async open(
    folder: RunFolder,
    { readonly = false }: { readonly readonly?: boolean } = {},
  ): Promise<RunDatabase> {
    const path = folder.path("database");
    if (!existsSync(path)) await refuseElsewhere(folder);
    return openRunDatabase(path, { readonly, existing: true });
  }

  async readConfig(folder: RunFolder): Promise<unknown> {
    return folder.readJson("config");
  }

  async saveConfig(folder: RunFolder, config: object): Promise<void> {
    await folder.writeJson("config", config);
  }

  async readReport(folder: RunFolder): Promise<unknown> {
    return folder.readJson("reportJson");
  }

  /** The report is among the outputs. */
  async saveReport(): Promise<void> {}

  async remove(
    workspace: Workspace,
    nameOrPath: string,
    options: { readonly force?: boolean } = {},
  ): Promise<RunFolder> {
    return workspace.removeRun(nameOrPath, options);
  }

  async forget(folder: RunFolder): Promise<void> {
    for (const ending of ["", "-wal", "-shm"])
      await rm(`${folder.path("database")}${ending}`, { force: true });
  }

  async openCache(
    path: string,
    options: { readonly onSetAside?: (message: string) => void } = {},
  ): Promise<ResponseCache> {
    return new SqliteResponseCache(path, options);
  }

  /** There is no server to wait for. */
  onTrouble(): void {}

  async close(): Promise<void> {}
}

async function refuseElsewhere(folder: RunFolder): Promise<void> {
  const config = await folder.readJson<{ readonly store?: unknown }>("config");
  if (typeof config?.store !== "string") return;
  throw new DatawrightError({
    code: "USAGE",
    message: `The records of the run ${folder.id} are not in its folder but in ${config.store}.`,
    hint: "Give --store with the address of that server, or `store` from code.",
    details: { run: folder.id, store: config.store },
  });
}
