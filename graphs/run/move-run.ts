import { checkRunDatabase } from "../../memory/database/check-run-database.js";
import { copyRun } from "../../memory/database/copy-run.js";
import type { RunDatabase } from "../../memory/database/run-database.js";
import { openStorage } from "../../memory/open-storage.js";
import type { RunStorage } from "../../memory/run-storage.js";
import { Workspace } from "../../memory/workspace.js";
import { expectedStore } from "./expected-store.js";
import { readRunConfig } from "../runtime/run-config.js";

/** Where the records of a run are moved to, or from. */
export interface MoveOptions {
  /** Address of the PostgreSQL database. */
  readonly store: string;
  /** Folder of runs and cache. Default: DATAWRIGHT_HOME, else `.datawright`. */
  readonly workspace?: string | undefined;
}

/** A run whose records were moved. */
export interface MovedRun {
  /** Id of the run. */
  readonly id: string;
  /** Folder of its outputs. */
  readonly folder: string;
  /** The server, without user and password. */
  readonly place: string;
  /** Records by table, the same on both sides. */
  readonly records: Readonly<Record<string, number>>;
}

/**
 * Moves the records of a run that is not at work from its folder to a PostgreSQL database, where it
 * goes on with the same dataset. They are taken away from the folder once both sides were counted.
 *
 * @param run run id, or path of the run folder
 * @throws RUN_NOT_FOUND, RUN_LOCKED, STORE_CORRUPT; USAGE where the server has a run of that id;
 *         STORE_REFUSED, STORE_UNREACHABLE
 */
export async function pushRun(run: string, options: MoveOptions): Promise<MovedRun> {
  return withStorages(options, (folders, server) =>
    move(run, { from: folders, to: server, server, options }),
  );
}

/** The other way: moves the records of a run from a PostgreSQL database into its folder. */
export async function pullRun(run: string, options: MoveOptions): Promise<MovedRun> {
  return withStorages(options, (folders, server) =>
    move(run, { from: server, to: folders, server, options }),
  );
}

async function withStorages<T>(
  { store }: MoveOptions,
  work: (folders: RunStorage, server: RunStorage) => Promise<T>,
): Promise<T> {
  const folders = await openStorage(undefined);
  const server = await openStorage(store);
  try {
    return await work(folders, server);
  } finally {
    await server.close();
    await folders.close();
  }
}

async function move(
  run: string,
  {
    from,
    to,
    server,
    options,
  }: {
    readonly from: RunStorage;
    readonly to: RunStorage;
    /** Locks the folder too. */
    readonly server: RunStorage;
    readonly options: MoveOptions;
  },
): Promise<MovedRun> {
  const folder = await from.find(Workspace.open(options.workspace), run);
  const config = await readRunConfig(folder, from);
  const lock = await server.lock(folder);
  const opened: RunDatabase[] = [];
  try {
    const source = await from.open(folder);
    opened.push(source);
    await checkRunDatabase(source, expectedStore(config));
    const report = await from.readReport(folder).catch(() => null);
    const target = await to.create(folder);
    opened.push(target);
    const records = await copyRun(source, target);
    if (report !== null) await to.saveReport(folder, report as object);
    for (const database of opened.splice(0)) await database.close();
    // With its configuration the run is there; until then it is where it was.
    await to.saveConfig(folder, { ...config, store: to.place ?? undefined });
    await from.forget(folder);
    return { id: folder.id, folder: folder.folder, place: server.place ?? "", records };
  } finally {
    for (const database of opened) await database.close();
    await lock.release();
  }
}
