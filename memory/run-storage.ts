import type { ResponseCache } from "./contract.js";
import type { RunDatabase } from "./database/run-database.js";
import type { RunFolder } from "./run-folder.js";
import type { RunLock } from "./run-lock.js";
import type { ListedRun, Workspace } from "./workspace.js";

/**
 * What keeps the records of runs: samples, verdicts, spans, checkpoints, configuration, answers of
 * models. Outputs, log and caches of indexes are always in the run's folder.
 */
export interface RunStorage {
  /** Where the records are, without a password; null where each run's folder holds its own. */
  readonly place: string | null;
  /** Every run, oldest first, with its report where there is one. */
  list(workspace: Workspace): Promise<readonly (ListedRun & { readonly report: unknown })[]>;
  /** The run of that id, or the one whose folder it is. @throws RUN_NOT_FOUND with the nearest ids */
  find(workspace: Workspace, nameOrPath: string): Promise<RunFolder>;
  /** The folder of a new run, so that its commands name the place of the records. */
  addressed(folder: RunFolder): RunFolder;
  /** Takes a run for this process. @throws RUN_LOCKED */
  lock(folder: RunFolder): Promise<RunLock>;
  /** True while a process, this one or one elsewhere, works on a run; nothing is taken for it. */
  isLocked(folder: RunFolder): Promise<boolean>;
  /** Makes the records of a new run. @throws USAGE where there are some already */
  create(folder: RunFolder): Promise<RunDatabase>;
  /** Opens the records of a run: those that this process has locked for all its writes. */
  open(folder: RunFolder, options?: { readonly readonly?: boolean }): Promise<RunDatabase>;
  /** Null where there is none. */
  readConfig(folder: RunFolder): Promise<unknown>;
  saveConfig(folder: RunFolder, config: object): Promise<void>;
  readReport(folder: RunFolder): Promise<unknown>;
  saveReport(folder: RunFolder, report: object): Promise<void>;
  /**
   * Removes a run and its folder.
   * @throws RUN_NOT_FOUND, RUN_LOCKED; USAGE for a folder that is not known to be a run's
   */
  remove(
    workspace: Workspace,
    nameOrPath: string,
    options?: { readonly force?: boolean },
  ): Promise<RunFolder>;
  /** Takes the records of a run away and leaves its outputs. */
  forget(folder: RunFolder): Promise<void>;
  /** The cache of model answers; a file at `path` where each run's folder holds its own records. */
  openCache(
    path: string,
    options?: { readonly onSetAside?: (message: string) => void },
  ): Promise<ResponseCache>;
  /** Told in a sentence where a server has to be waited for. */
  onTrouble(listener: (message: string) => void): void;
  /** Lets go of connections; databases that were opened are closed before. */
  close(): Promise<void>;
}
