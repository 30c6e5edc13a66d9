import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { DatawrightError } from "../base/errors.js";
import { nearestNames } from "../base/text/nearest-name.js";
import { RUN_FILES, RunFolder } from "./run-folder.js";
import { acquireRunLock } from "./run-lock.js";
import { storeError } from "./sqlite/store-error.js";

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
   * @throws USAGE for an unfit id, STORE_FAILED, DISK_FULL
   */
  createRunFolder(runId: string, out?: string): RunFolder {
    if (!isPlainName(runId)) {
      throw new DatawrightError({
        code: "USAGE",
        message: `"${runId}" cannot name a run: it must be a plain file name.`,
        hint: "Use letters, digits, dots, dashes and underscores.",
        details: { runId },
      });
    }
    const folder = out === undefined ? join(this.runsFolder, runId) : resolve(out);
    try {
      mkdirSync(this.runsFolder, { recursive: true });
      mkdirSync(folder, { recursive: true });
      if (folder !== join(this.runsFolder, runId))
        writeFileSync(this.#pointer(runId), `${JSON.stringify({ folder })}\n`);
    } catch (error) {
      throw storeError(error, folder);
    }
    return new RunFolder(folder, runId);
  }

  /** The run of that id, or the one in that folder. @throws RUN_NOT_FOUND with the nearest ids */
  findRun(nameOrPath: string): RunFolder {
    if (isPlainName(nameOrPath)) {
      const inside = join(this.runsFolder, nameOrPath);
      if (isRun(inside)) return new RunFolder(inside, nameOrPath);
      const elsewhere = this.#pointed(nameOrPath);
      if (elsewhere !== null && isRun(elsewhere)) return new RunFolder(elsewhere, nameOrPath);
    }
    const path = resolve(nameOrPath);
    if (isRun(path))
      return new RunFolder(
        path,
        this.#ids().find((id) => this.#folderOf(id) === path),
      );
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

  /** Every run, oldest configuration first. */
  async listRuns(): Promise<ListedRun[]> {
    const runs = await Promise.all(
      this.#ids().map(async (id) => {
        const run = new RunFolder(this.#folderOf(id), id);
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
   * @throws RUN_NOT_FOUND, RUN_LOCKED
   */
  async removeRun(nameOrPath: string): Promise<RunFolder> {
    const run = this.findRun(nameOrPath);
    acquireRunLock(run.folder).release();
    try {
      if (isInside(this.runsFolder, run.folder)) {
        await rm(run.folder, { recursive: true, force: true });
      } else {
        for (const name of await readdir(run.folder)) {
          if (
            Object.values(RUN_FILES).some(
              (file) => name === file || name.startsWith(`${file}-`) || name.startsWith(`${file}.`),
            )
          )
            await rm(join(run.folder, name), { force: true });
        }
        await rmdir(run.folder).catch(() => undefined);
      }
      await rm(this.#pointer(run.id), { force: true });
    } catch (error) {
      throw storeError(error, run.folder);
    }
    return run;
  }

  #ids(): string[] {
    if (!existsSync(this.runsFolder)) return [];
    const ids = readdirSync(this.runsFolder, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return isRun(join(this.runsFolder, entry.name)) ? [entry.name] : [];
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

function isPlainName(name: string): boolean {
  return name.length > 0 && name !== "." && name !== ".." && !/[/\\\0]/.test(name);
}

function isRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILES.config)) || existsSync(join(folder, RUN_FILES.database));
}

function isInside(parent: string, folder: string): boolean {
  const path = relative(parent, folder);
  return path.length > 0 && path !== ".." && !path.startsWith(`..${sep}`);
}
