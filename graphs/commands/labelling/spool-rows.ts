import { createHash } from "node:crypto";
import { mkdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { storeError } from "../../../memory/database/store-error.js";
import { RowSpool } from "../../../memory/spool/row-spool.js";
import type { DataSource } from "../../../schema/task-file/data-source.js";
import type { Task } from "../../../schema/task.js";
import type { SpooledLabel } from "../../../tools/curation/spooled/label-spooled.js";
import { eachTaskRow, type RowsRead } from "../../../tools/rows/read-task-rows.js";
import { unlimited } from "../curating/rows-that-fit.js";
import { curationRow } from "../data-file.js";

/** Rows, and characters of rows, that are taken at a time: the same on every machine, and so are the labels. */
const ROWS_AT_ONCE = { rows: 100_000, characters: 1e8, least: 1000 };

/** The rows of a file on disk. */
export interface SpooledRows {
  readonly spool: RowSpool<SpooledLabel>;
  readonly rows: number;
  readonly read: RowsRead;
  /** What tells these rows from others. */
  readonly hash: string;
  /** How many to take at a time where nobody says. */
  readonly rowsAtOnce: number;
}

/**
 * Puts the rows of a file that is to be labelled on disk.
 *
 * @param request.folder where they are until the spool is closed; null for that of temporary files
 * @throws DATA_*, DISK_FULL, STORE_FAILED; a folder that was made for them is then gone
 */
export async function spoolRows(request: {
  readonly source: DataSource & { readonly path: string };
  readonly task: Task;
  readonly folder: string | null;
  readonly seed: number;
}): Promise<SpooledRows> {
  const { source, task, folder, seed } = request;
  const made = folder === null ? undefined : madeFolder(folder);
  const spool = new RowSpool<SpooledLabel>(folder ?? tmpdir(), seed);
  const hash = createHash("sha256");
  let characters = 0;
  try {
    const read = await eachTaskRow(
      { source: unlimited(source), task, folder: dirname(source.path), set: "inputs" },
      (row) => {
        hash.update(`${row.id}\n${row.text.length}\n${row.text}`);
        characters += row.text.length;
        spool.add({ row: { ...curationRow(row, task), label: null }, found: null });
      },
    );
    const fit = Math.floor((ROWS_AT_ONCE.characters * spool.size) / Math.max(1, characters));
    return {
      spool,
      rows: spool.size,
      read,
      hash: hash.digest("hex"),
      rowsAtOnce: Math.max(ROWS_AT_ONCE.least, Math.min(ROWS_AT_ONCE.rows, fit)),
    };
  } catch (error) {
    spool.close();
    if (made !== undefined) removeEmpty(made);
    throw error;
  }
}

/** The folder where it was not there before. */
function madeFolder(folder: string): string | undefined {
  try {
    return mkdirSync(folder, { recursive: true }) === undefined ? undefined : folder;
  } catch (error) {
    throw storeError(error, folder);
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something else is in it.
  }
}
