import { DatawrightError } from "../../../base/errors.js";
import type { RowSpool } from "../../../memory/spool/row-spool.js";
import type { CuratedRow } from "../contract.js";

/** A row of a file that does not fit the memory, as far as it is curated. */
export interface SpooledRow {
  readonly item: CuratedRow;
  /** Label as it came. */
  readonly before: CuratedRow["label"];
  /** The file's other columns. */
  readonly beside: Readonly<Record<string, unknown>>;
}

export type Spool = RowSpool<SpooledRow>;

/** The error for a step or setting that needs all rows in memory. */
export function refusedForSpooled(step: string, what?: string): DatawrightError {
  return new DatawrightError({
    code: "DATA_TOO_LARGE",
    message:
      `${step}${what === undefined ? "" : ` with ${what}`} needs all rows of the file in memory, ` +
      "and the file is curated in parts",
    hint: "leave the step out, take a part of the file, or give more memory: NODE_OPTIONS=--max-old-space-size=16384 (MiB)",
    details: { step },
  });
}
