import { openStorage } from "../../memory/open-storage.js";
import { Workspace } from "../../memory/workspace.js";
import { DatawrightError } from "../../base/errors.js";
import { placeOf, type CommonFlags } from "../flags.js";
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
  const { workspace, store } = placeOf(flags);
  const storage = await openStorage(store);
  const cache = await storage.openCache(Workspace.open(workspace).cachePath);
  try {
    const removed = await cache.prune({
      olderThanDays: flags.olderThan,
      maxBytes: flags.maxBytes,
    });
    const left = await cache.stats();
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ ...removed, left })}\n`
        : `${texts().cachePruned({ ...removed, left: left.entries, leftBytes: left.bytes })}\n`,
    );
    return 0;
  } finally {
    await cache.close();
    await storage.close();
  }
}
