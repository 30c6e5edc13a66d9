import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { DatawrightError } from "../../../base/errors.js";
import { PairFolder } from "../../../graphs/comparison/pair-folder.js";
import { openStorage } from "../../../memory/open-storage.js";
import { Workspace } from "../../../memory/workspace.js";
import { pairsOfRuns } from "../../../studio/server/read/run-pairs.js";
import { RunReaders } from "../../../studio/server/run-readers.js";
import { readPairs } from "../../../tools/judging/read-pairs.js";
import { readJudgmentFile } from "../../../tools/judgments/read-judgment-file.js";
import type { CommonFlags } from "../../flags.js";
import { texts } from "../../language/texts.js";

interface BlindFlags extends CommonFlags {
  readonly most: number;
  readonly title?: string;
  readonly criterion?: string;
}

/** `datawright judge blind FIRST [SECOND]` */
export async function blind(
  first: string,
  second: string | undefined,
  flags: BlindFlags,
): Promise<number> {
  const workspace = Workspace.open(flags.workspace);
  const file = resolve(first);
  const isFile = existsSync(file) && statSync(file).isFile();
  if (isFile && second !== undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: `${first} is a file of pairs, and ${second} is one too many`,
      hint: "Give a file, one run, or two runs.",
    });
  const { pairs, title } = isFile
    ? {
        title: "pairs",
        pairs: readPairs(await readJudgmentFile(file, "pairs")).slice(0, flags.most),
      }
    : await drawn(workspace, { first, second, most: flags.most, store: flags.store });
  if (pairs.length === 0)
    throw new DatawrightError({ code: "DATA_EMPTY", message: `${first} holds no pair` });
  const made = await PairFolder.create(workspace, {
    title: flags.title ?? title,
    pairs,
    criterion: flags.criterion ?? null,
  });
  if (flags.json) process.stdout.write(`${JSON.stringify({ id: made.id, pairs: pairs.length })}\n`);
  else process.stdout.write(`${texts().judge.inStudio(pairs.length, `/pairs/${made.id}`)}\n`);
  return 0;
}

async function drawn(
  workspace: Workspace,
  {
    store,
    ...wanted
  }: {
    readonly first: string;
    readonly second: string | undefined;
    readonly most: number;
    readonly store: string | undefined;
  },
): ReturnType<typeof pairsOfRuns> {
  const storage = await openStorage(store);
  const readers = new RunReaders(workspace, storage);
  try {
    return await pairsOfRuns(wanted, readers);
  } finally {
    readers.close();
    await storage.close();
  }
}
