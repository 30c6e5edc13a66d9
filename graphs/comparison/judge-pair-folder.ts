import { isDatawrightError } from "../../base/errors.js";
import { redactSecrets } from "../../base/redact-secrets.js";
import { judgeInSlices, type JudgePairsFileOptions } from "../evaluation/judge-pairs-file.js";
import type { PairFolder } from "./pair-folder.js";

/** Pairs that are judged before what was found of them is written. */
const SLICE = 12;
/** Calls of a pair: both orders, and as many tries again. */
const CALLS = 4;

/**
 * Lets a model judge the pairs of a set that it has not judged yet, each in both orders; what it finds
 * is written slice by slice.
 *
 * @returns how many it judged now, and what ended it before its end
 */
export async function judgePairFolder(
  folder: PairFolder,
  {
    most,
    usd,
    ...options
  }: Pick<JudgePairsFileOptions, "judges" | "baseUrl" | "workspace" | "signal"> & {
    readonly most: number;
    readonly usd?: number;
  },
): Promise<{ readonly judged: number; readonly error: string | null }> {
  const name = options.judges.join(" + ");
  const { criterion, seed } = await folder.about();
  const known = new Set(
    (await folder.judged())
      .filter(({ judge }) => judge === name)
      .flatMap(({ judgments }) => judgments.map(({ item }) => item)),
  );
  const open = (await folder.pairs()).filter(({ id }) => !known.has(id)).slice(0, most);
  let judged = 0;
  if (open.length === 0) return { judged, error: null };
  try {
    await judgeInSlices(
      open,
      {
        ...options,
        slice: SLICE,
        seed,
        budget: { calls: CALLS * open.length, ...(usd === undefined ? {} : { usd }) },
        ...(criterion === null ? {} : { criterion }),
      },
      async ({ judgments, position }) => {
        judged += judgments.length;
        await folder.addJudged({
          judge: name,
          judgments: judgments.map((judgment) => ({ ...judgment, judge: name })),
          position,
          error: null,
        });
      },
    );
    return { judged, error: null };
  } catch (thrown) {
    if (options.signal?.aborted === true) return { judged, error: null };
    const error = isDatawrightError(thrown)
      ? { code: thrown.code, message: thrown.message }
      : {
          code: "INTERNAL",
          message: redactSecrets(String((thrown as Error | undefined)?.message ?? thrown)),
        };
    await folder.addJudged({ judge: name, judgments: [], position: null, error });
    return { judged, error: error.message };
  }
}
