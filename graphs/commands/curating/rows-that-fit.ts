import { isDatawrightError } from "../../../base/errors.js";

/** Of the rows that fit, the share that is in memory at a time: what works on them takes more than they do. */
const SHARE = 0.125;
const MOST = 100_000;
const LEAST = 1000;

/** Rows to take at a time of a file that did not fit; null for any other error. */
export function rowsThatFit(error: unknown, data: unknown): number | null {
  if (!isDatawrightError(error) || error.code !== "DATA_TOO_LARGE" || typeof data !== "string")
    return null;
  const { fit } = error.details;
  return typeof fit !== "number" ? null : Math.min(MOST, Math.max(LEAST, Math.floor(SHARE * fit)));
}
