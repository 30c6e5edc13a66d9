import { isDatawrightError } from "../../base/errors.js";
import { trainTextClassifierInWorker } from "../learning/learning-in-worker.js";
import { decidingOptions } from "../learning/out-of-sample.js";
import { labelledRows, untrainable } from "../learning/scores/labelled-rows.js";
import type { CurationContext, CurationRow } from "./contract.js";
import { withInputs } from "./learning-inputs.js";

/** What a small model of the real rows says of each row. */
export interface TeacherOpinion {
  readonly classes: readonly string[];
  /** Probabilities of the classes by row; null for a row without text. */
  readonly probabilities: readonly (ArrayLike<number> | null)[];
  /** Real rows that it learnt from. */
  readonly taughtBy: number;
}

/** Rows between which the event loop gets its turn. */
const SLICE = 64;

/**
 * A small model that learnt the real rows alone reads every row; a note where they are too few, or
 * rows may have several labels.
 */
export async function teacherOpinion(
  rows: readonly CurationRow[],
  context: CurationContext,
): Promise<
  | { readonly found: TeacherOpinion; readonly note: null }
  | { readonly found: null; readonly note: string }
> {
  if (context.multiLabel)
    return { found: null, note: "one label per row is needed; these are multi-label" };
  const support = labelledRows(await withInputs(context.support, context), context);
  const note = untrainable(support, false);
  if (note !== null) return { found: null, note: `the real rows teach nothing: ${note}` };
  context.progress("teacher", 0);
  try {
    const classifier = await trainTextClassifierInWorker(
      {
        ...decidingOptions(support.texts.length),
        texts: support.texts,
        labels: support.keys,
        classes: support.classes,
        seed: context.seed,
      },
      context.signal ? { signal: context.signal } : {},
    );
    const inputs = await withInputs(rows, context);
    const probabilities: (ArrayLike<number> | null)[] = [];
    for (let start = 0; start < inputs.length; start += SLICE) {
      const slice = inputs.slice(start, start + SLICE);
      const said = classifier.predict(slice.map((row) => row.input ?? row.pair ?? row.text));
      slice.forEach(({ text }, at) =>
        probabilities.push(text.trim() === "" ? null : said[at]!.probabilities),
      );
      context.progress("teacher", Math.min(1, (start + SLICE) / inputs.length));
      await new Promise<void>((turn) => {
        setImmediate(turn);
      });
    }
    return {
      found: { classes: classifier.classes, probabilities, taughtBy: support.texts.length },
      note: null,
    };
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA")
      return { found: null, note: error.message };
    throw error;
  }
}
