import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { DAMAGED_HINT } from "./parse-stored.js";

const FULL = new Set(["SQLITE_FULL", "ENOSPC", "EDQUOT"]);
const CORRUPT = new Set([
  "SQLITE_CORRUPT",
  "SQLITE_NOTADB",
  "SQLITE_CORRUPT_VTAB",
  "SQLITE_CORRUPT_INDEX",
]);

/**
 * The coded error for what a database or the file system refused: DISK_FULL, STORE_CORRUPT, or
 * STORE_FAILED with the cause.
 */
export function storeError(error: unknown, place: string): DatawrightError {
  if (isDatawrightError(error)) return error;
  const code =
    typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const said =
    typeof error === "object" && error !== null && "message" in error
      ? String(error.message)
      : String(error);
  const details = { path: place, cause: code === "" ? undefined : code };
  if (FULL.has(code)) {
    return new DatawrightError({
      code: "DISK_FULL",
      message: `No space left while writing ${place}. What was accepted before is kept.`,
      hint: "Free some space, then resume the run.",
      details,
      cause: error,
    });
  }
  if (CORRUPT.has(code) || (code === "SQLITE_ERROR" && /^no such (?:table|column)/u.test(said))) {
    return new DatawrightError({
      code: "STORE_CORRUPT",
      message: `${place} cannot be read as a database: ${said}.`,
      hint: DAMAGED_HINT,
      details,
      cause: error,
    });
  }
  return new DatawrightError({
    code: "STORE_FAILED",
    message: `${place} refused: ${said}.`,
    hint: code.startsWith("SQLITE_BUSY")
      ? "Another process holds the file for too long; end it and try again."
      : undefined,
    retryable: code.startsWith("SQLITE_BUSY") ? true : undefined,
    details,
    cause: error,
  });
}
