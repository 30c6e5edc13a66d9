import { existsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { DatawrightError } from "../base/errors.js";
import { RUN_FILES } from "./run-files.js";
import { storeError } from "./database/store-error.js";

export interface RunLock {
  readonly folder: string;
  release(): void | Promise<void>;
}

/** The lock of a folder alone, which is let go of at once. */
export interface FolderLock extends RunLock {
  release(): void;
}

/**
 * Takes a run folder for this process until it is released or the process ends, however it ends:
 * the operating system holds the lock. The lock's file stays. Reading it with anything but SQLite
 * would drop the lock on systems with POSIX locks.
 *
 * @throws RUN_LOCKED if a process, this one included, holds the folder; DISK_FULL, STORE_FAILED
 */
export function acquireRunLock(folder: string): FolderLock {
  let file: Database.Database | undefined;
  try {
    file = new Database(join(folder, RUN_FILES.lock), { timeout: 0 });
    file.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    file?.close();
    if (String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY")) {
      throw new DatawrightError({
        code: "RUN_LOCKED",
        message: `The run in ${folder} is being worked on already.`,
        hint: "Wait until that ends, or end it, then try again.",
        details: { folder },
        cause: error,
      });
    }
    throw storeError(error, join(folder, RUN_FILES.lock));
  }
  const held = file;
  return {
    folder,
    release: () => {
      if (held.open) held.close();
    },
  };
}

/** True while a process, this one included, holds the folder; nothing is taken for it. */
export function isRunLocked(folder: string): boolean {
  const path = join(folder, RUN_FILES.lock);
  if (!existsSync(path)) return false;
  let file: Database.Database | undefined;
  try {
    file = new Database(path, { readonly: true, timeout: 0 });
    file.prepare("select count(*) from sqlite_master").get();
    return false;
  } catch (error) {
    return String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY");
  } finally {
    file?.close();
  }
}
