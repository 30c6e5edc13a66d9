import { rmSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../base/statistics/hash.js";
import { entryKey } from "../../memory/entry-key.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import { openRunDatabase, type SqliteRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { Tracer } from "../../memory/tracer.js";

/** The trace of a command's model calls, in the folder that it writes to. */
export const WORK_TRACE = "trace.db";

const workEntry = entryKey<{ readonly work: string; readonly finished: boolean }>("work");

/** The trace of one command on a data file. */
export interface WorkTrace {
  readonly tracer: Tracer;
  readonly store: DatabaseTraceStore;
  /** Writes what waits and closes; the next command begins a new trace where this one finished. */
  close(finished: boolean): Promise<void>;
}

/**
 * Opens the trace in a folder: goes on with the one that is there where the same work did not come
 * to its end, so that its budget counts what was spent before, else begins a new one.
 *
 * @param work what tells this work from another
 * @throws STORE_FAILED, DISK_FULL, STORE_VERSION; STORE_CORRUPT for a file that is no trace
 */
export async function openWorkTrace(folder: string, work: unknown): Promise<WorkTrace> {
  const path = join(folder, WORK_TRACE);
  const hash = sha256Hex(JSON.stringify(work));
  let database = openRunDatabase(path);
  try {
    const last = await new DatabaseRunStore(database).get(workEntry);
    if (last !== null && (last.finished || last.work !== hash)) database = anew(database, path);
    const values = new DatabaseRunStore(database);
    await values.set(workEntry, { work: hash, finished: false });
    const store = new DatabaseTraceStore(database);
    return {
      tracer: new Tracer({ runId: hash.slice(0, 12), store }),
      store,
      close: async (finished) => {
        await store.flush();
        if (finished) await values.set(workEntry, { work: hash, finished });
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function anew(database: SqliteRunDatabase, path: string): SqliteRunDatabase {
  database.close();
  for (const ending of ["", "-wal", "-shm"]) rmSync(`${path}${ending}`, { force: true });
  return openRunDatabase(path);
}
