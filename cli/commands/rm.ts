import { createInterface } from "node:readline/promises";
import { openStorage } from "../../memory/open-storage.js";
import type { RunStorage } from "../../memory/run-storage.js";
import { Workspace } from "../../memory/workspace.js";
import { DatawrightError } from "../../base/errors.js";
import { placeOf, type CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";

/** `datawright rm RUN`: asks first, since a run cannot be brought back. */
export async function rm(
  run: string,
  flags: CommonFlags & { readonly yes: boolean; readonly force?: boolean },
): Promise<number> {
  const { store, ...place } = placeOf(flags);
  const workspace = Workspace.open(place.workspace);
  const storage = await openStorage(store);
  try {
    return await remove(run, { workspace, storage, flags });
  } finally {
    await storage.close();
  }
}

async function remove(
  run: string,
  {
    workspace,
    storage,
    flags,
  }: {
    readonly workspace: Workspace;
    readonly storage: RunStorage;
    readonly flags: CommonFlags & { readonly yes: boolean; readonly force?: boolean };
  },
): Promise<number> {
  const found =
    storage.place === null
      ? workspace.removableRun(run, { force: flags.force })
      : await storage.find(workspace, run);
  const { runs: say, words } = texts();
  if (!flags.yes) {
    if (!process.stdin.isTTY)
      throw new DatawrightError({
        code: "USAGE",
        message: `deleting ${found.folder} needs --yes where nobody can be asked`,
      });
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await reader
      .question(`${say.delete(found.folder)} ${words.yesNo} `)
      .finally(() => reader.close());
    if (!words.yes.test(answer.trim())) return 0;
  }
  await storage.remove(workspace, run, { force: flags.force });
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ removed: found.id, folder: found.folder })}\n`
      : `${say.removed(found.folder)}\n`,
  );
  return 0;
}
