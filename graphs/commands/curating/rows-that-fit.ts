import { isDatawrightError } from "../../../base/errors.js";
import type { DataSource } from "../../../schema/task-file/data-source.js";

/** Of the rows that fit, the share that is in memory at a time: what works on them takes more than they do. */
const SHARE = 0.125;
const MOST = 100_000;
const LEAST = 1000;

/** A source whose rows are not kept: there may be any number, and reading may take its time. */
export function unlimited(source: DataSource): DataSource {
  return { ...source, limits: { ...source.limits, rows: 1e9, seconds: 3600 } };
}

/** Rows to take at a time of a file that did not fit; null for any other error. */
export function rowsThatFit(error: unknown, data: unknown): number | null {
  if (!isDatawrightError(error) || error.code !== "DATA_TOO_LARGE" || typeof data !== "string")
    return null;
  const { fit } = error.details;
  return typeof fit !== "number" ? null : Math.min(MOST, Math.max(LEAST, Math.floor(SHARE * fit)));
}
