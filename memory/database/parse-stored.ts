import { DatawrightError } from "../../base/errors.js";
import { unpackedJson } from "./packed-value.js";

/**
 * A value that was stored as JSON, packed or not, which may be null.
 * @throws STORE_CORRUPT, naming the file, for what is none
 */
export function parseStored<T>(text: string, path: string): T {
  try {
    return JSON.parse(unpackedJson(text)) as T;
  } catch (cause) {
    throw damaged(path, "a stored value is not JSON", cause);
  }
}

/**
 * A record that was stored as JSON, which is never null.
 * @throws STORE_CORRUPT, naming the file
 */
export function parseRecord<T>(text: string, path: string): T {
  const record = parseStored<T | null>(text, path);
  if (record === null) throw damaged(path, "a stored record is empty");
  return record;
}

function damaged(path: string, said: string, cause?: unknown): DatawrightError {
  return new DatawrightError({
    code: "STORE_CORRUPT",
    message: `${path} is damaged: ${said}.`,
    hint: DAMAGED_HINT,
    details: { path },
    cause,
  });
}

/** What helps where a run's database is damaged or lost. */
export const DAMAGED_HINT =
  "Restore it from a copy, or start the run anew: answers of models are still in the workspace's " +
  "cache.";
