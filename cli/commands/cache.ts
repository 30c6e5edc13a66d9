import { SqliteResponseCache } from "../../memory/response-cache.js";
import { Workspace } from "../../memory/workspace.js";
import { DatawrightError } from "../../base/errors.js";
import type { CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";

/** `datawright cache prune` */
export async function pruneCache(
  flags: CommonFlags & { readonly olderThan?: number; readonly maxBytes?: number },
): Promise<number> {
  if (flags.olderThan === undefined && flags.maxBytes === undefined) {
    throw new DatawrightError({
      code: "USAGE",
      message: "cache prune needs to be told what to remove",
      hint: "Give --older-than DAYS, --max-bytes N, or both.",
    });
  }
  const cache = new SqliteResponseCache(Workspace.open(flags.workspace).cachePath);
  try {
    const removed = cache.prune({
      olderThanDays: flags.olderThan,
      maxBytes: flags.maxBytes,
    });
    const left = cache.stats();
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ ...removed, left })}\n`
        : `${texts().cachePruned({ ...removed, left: left.entries, leftBytes: left.bytes })}\n`,
    );
    return await Promise.resolve(0);
  } finally {
    cache.close();
  }
}
