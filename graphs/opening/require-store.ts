import { DatawrightError } from "../../base/errors.js";
import type { LaunchOptions } from "../runtime/run-options.js";

/** @throws USAGE for a queue without a store, which its workers would not find the run in */
export function requireStore({ queue, store }: Pick<LaunchOptions, "queue" | "store">): void {
  if (queue === undefined || store !== undefined) return;
  throw new DatawrightError({
    code: "USAGE",
    message: "a run with a queue needs a store that its workers reach too",
    hint: "Give --store postgresql://user@host:5432/database as well.",
  });
}
