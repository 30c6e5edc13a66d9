import { DatawrightError } from "../../base/errors.js";

/**
 * A value that was stored as JSON.
 * @throws STORE_CORRUPT, naming the file, for what is none
 */
export function parseStored<T>(text: string, path: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new DatawrightError({
      code: "STORE_CORRUPT",
      message: `${path} is damaged: a stored value is not JSON.`,
      hint: DAMAGED_HINT,
      details: { path },
      cause,
    });
  }
}

/** What helps where a run's database is damaged or lost. */
export const DAMAGED_HINT =
  "Restore it from a copy, or start the run anew: answers of models are still in the workspace's " +
  "cache.";
