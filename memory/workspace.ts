import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { DatawrightError } from "../base/errors.js";
import { nearestNames } from "../base/text/nearest-name.js";
import { RUN_FILES, isRunFile } from "./run-files.js";
import { RunFolder } from "./run-folder.js";
import { acquireRunLock } from "./run-lock.js";
import { filesInTheWay, hasMark, mayBeRun, ORIGINS, runMark } from "./run-mark.js";
import { storeError } from "./database/store-error.js";

const POINTER_ENDING = ".json";

/** A run as a listing shows it; `config` is null where its folder or its configuration is gone. */
export interface ListedRun {
  readonly id: string;
  readonly folder: string;
  readonly config: unknown;
}

/**
 * The folder that holds runs and the cache of model answers. Runs kept elsewhere are remembered by
 * a pointer file.
 */
export class Workspace {
  readonly folder: string;
  readonly runsFolder: string;
  readonly cachePath: string;
  /** Web pages and answers of search endpoints that knowledge sources asked for. */
  readonly knowledgeFolder: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.runsFolder = join(folder, "runs");
    this.cachePath = join(folder, "cache.db");
    this.knowledgeFolder = join(folder, "knowledge");
  }

  /**
   * @param folder default: the environment variable DATAWRIGHT_HOME, else `.datawright` in the
   *         current folder
   */
  static open(folder?: string): Workspace {
    return new Workspace(
      resolve(folder ?? (process.env["DATAWRIGHT_HOME"] || join(process.cwd(), ".datawright"))),
    );
  }

  /**
   * Makes the folder of a run: in the workspace, or at `out`, which is then remembered.
   *
   * @param options.force removes files of others that have the names of a run's
   * @throws USAGE for an unfit id, for a folder that holds a run, and for one with files of others
   *         that the run would overwrite; STORE_FAILED, DISK_FULL
   */
  createRunFolder(runId: string, out?: string, options: { force?: boolean } = {}): RunFolder {
    requirePlainName(runId);
    const folder = out === undefined ? join(this.runsFolder, runId) : resolve(out);
    const inTheWay = filesInTheWay(folder);
    if (inTheWay.length > 0 && options.force !== true)
      throw new DatawrightError({
        code: "USAGE",
        message: `${folder} holds files that the run would overwrite: ${inTheWay.join(", ")}.`,
        hint: "Choose another folder, or give --force to overwrite them.",
        details: { folder, files: inTheWay },
      });
    try {
      for (const name of inTheWay) rmSync(join(folder, name));
      mkdirSync(this.runsFolder, { recursive: true });
      mkdirSync(folder, { recursive: true });
      if (folder !== join(this.runsFolder, runId))
        writeFileSync(this.#pointer(runId), `${JSON.stringify({ folder })}\n`);
    } catch (error) {
      throw storeError(error, folder);
    }
    return this.#run(folder, runId);
  }

  /** The run of that id, or the one in that folder. @throws RUN_NOT_FOUND with the nearest ids */
  findRun(nameOrPath: string): RunFolder {
    if (isPlainName(nameOrPath)) {
      const inside = join(this.runsFolder, nameOrPath);
      if (mayBeRun(inside)) return this.#run(inside, nameOrPath);
      const elsewhere = this.#pointed(nameOrPath);
      if (elsewhere !== null && mayBeRun(elsewhere)) return this.#run(elsewhere, nameOrPath);
    }
    const path = resolve(nameOrPath);
    if (nameOrPath !== "" && hasMark(path)) {
      const id = this.#ids().find((known) => this.#folderOf(known) === path);
      return id === undefined ? new RunFolder(path) : this.#run(path, id);
    }
    const known = this.#ids();
    const near = nearestNames(nameOrPath, known);
    throw new DatawrightError({
      code: "RUN_NOT_FOUND",
      message: `There is no run "${nameOrPath}": neither in ${this.runsFolder} nor as a folder.`,
      hint:
        near.length > 0
          ? `Did you mean ${near.join(", ")}?`
          : known.length > 0
            ? "The command `runs` lists those that there are."
            : "This workspace has no runs yet.",
      details: { name: nameOrPath, workspace: this.folder, nearest: near },
    });
  }

  /** True for the id of a run that this workspace lists; a path is none. */
  knows(id: string): boolean {
    return isPlainName(id) && this.#ids().includes(id);
  }

  /** Every run, oldest configuration first. */
  async listRuns(): Promise<ListedRun[]> {
    const runs = await Promise.all(
      this.#ids().map(async (id) => {
        const run = this.#run(this.#folderOf(id), id);
        const config = await run.readJson<unknown>("config").catch(() => null);
        return {
          id,
          folder: run.folder,
          config,
          time: config === null ? Number.MAX_VALUE : statSync(run.path("config")).mtimeMs,
        };
      }),
    );
    return runs
      .sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))
      .map(({ id, folder, config }) => ({ id, folder, config }));
  }

  /**
   * Deletes a run. Of a folder outside the workspace only the run's own files go.
   *
   * @param options.force deletes a run in the workspace that has lost its marks too
   * @throws RUN_NOT_FOUND, RUN_LOCKED; USAGE for a folder whose files do not say that it is a run,
   *         for the current folder and for one above it
   */
  async removeRun(nameOrPath: string, options: { force?: boolean } = {}): Promise<RunFolder> {
    const run = this.removableRun(nameOrPath, options);
    acquireRunLock(run.folder).release();
    try {
      if (isInside(this.runsFolder, run.folder)) {
        await rm(run.folder, { recursive: true, force: true });
      } else {
        for (const name of await readdir(run.folder))
          if (isRunFile(name)) await rm(join(run.folder, name), { force: true });
        await rmdir(run.folder).catch(() => undefined);
      }
      await rm(this.#pointer(run.id), { force: true });
    } catch (error) {
      throw storeError(error, run.folder);
    }
    return run;
  }

  /** The run that `removeRun` would delete. @throws as it does, and deletes nothing */
  removableRun(nameOrPath: string, { force = false }: { force?: boolean } = {}): RunFolder {
    const refuse = (said: string, hint: string): DatawrightError =>
      new DatawrightError({
        code: "USAGE",
        message: `${resolve(nameOrPath)} ${said}; nothing was deleted.`,
        hint,
        details: { name: nameOrPath },
      });
    const current = process.cwd();
    const path = resolve(nameOrPath);
    if (!isPlainName(nameOrPath) && (path === current || isInside(path, current)))
      throw refuse(
        "is the current folder or one above it",
        "Name the run by its id, as the command `runs` lists it.",
      );
    const run = this.findRun(nameOrPath);
    const { config, database } = runMark(run.folder);
    const own = isInside(this.runsFolder, run.folder);
    const foreign = config === "foreign" || database === "foreign";
    // A run elsewhere must say so in both files: a copy of one of them may lie anywhere.
    const known = own
      ? (config === "run" || database === "run") && (force || !foreign)
      : config === "run" && database === "run";
    if (!known && !(own && force))
      throw refuse(
        `is no run of datawright: ${RUN_FILES.config} is ${ORIGINS[config]}, ` +
          `${RUN_FILES.database} is ${ORIGINS[database]}`,
        own
          ? "Give --force to delete the folder all the same."
          : "Delete what you do not need by hand.",
      );
    return run;
  }

  /** Folder of the run of an id, which need not be there yet. */
  runFolder(id: string): RunFolder {
    requirePlainName(id);
    return this.#run(this.#folderOf(id), id);
  }

  #run(folder: string, id: string): RunFolder {
    return new RunFolder(folder, { id, workspace: this.folder });
  }

  #ids(): string[] {
    if (!existsSync(this.runsFolder)) return [];
    const ids = readdirSync(this.runsFolder, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory())
        return mayBeRun(join(this.runsFolder, entry.name)) ? [entry.name] : [];
      return entry.name.endsWith(POINTER_ENDING)
        ? [entry.name.slice(0, -POINTER_ENDING.length)]
        : [];
    });
    return [...new Set(ids)].sort();
  }

  #folderOf(id: string): string {
    return this.#pointed(id) ?? join(this.runsFolder, id);
  }

  #pointer(id: string): string {
    return join(this.runsFolder, `${id}${POINTER_ENDING}`);
  }

  #pointed(id: string): string | null {
    try {
      const { folder } = JSON.parse(readFileSync(this.#pointer(id), "utf8")) as {
        folder?: unknown;
      };
      return typeof folder === "string" ? folder : null;
    } catch {
      return null;
    }
  }
}

/** @throws USAGE */
function requirePlainName(runId: string): void {
  if (isPlainName(runId)) return;
  throw new DatawrightError({
    code: "USAGE",
    message: `"${runId}" cannot name a run: it must be a plain file name.`,
    hint: "Use letters, digits, dots, dashes and underscores.",
    details: { runId },
  });
}

function isPlainName(name: string): boolean {
  return name.length > 0 && name !== "." && name !== ".." && !/[/\\\0]/.test(name);
}

function isInside(parent: string, folder: string): boolean {
  const path = relative(parent, folder);
  return path.length > 0 && path !== ".." && !path.startsWith(`..${sep}`);
}
