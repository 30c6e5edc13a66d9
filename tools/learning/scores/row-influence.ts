import { isDatawrightError } from "../../../base/errors.js";
import { influenceScoresInWorker } from "../learning-in-worker.js";
import { stratifiedFolds } from "../stratified-folds.js";
import type { InfluenceResult, InfluenceTask } from "./influence-scores.js";
import {
  labelledRows,
  untrainable,
  type LabelledRows,
  type LearningRow,
  type LearningView,
} from "./labelled-rows.js";

export interface RowInfluence extends InfluenceResult {
  /** The rows that the scores are of, in their order. */
  readonly labelled: LabelledRows;
}

export interface InfluenceOptions extends Partial<
  Pick<InfluenceTask, "solver" | "damping" | "scale">
> {
  /** Steps of the solver at most. Default: 30 for conjugate gradients, 1000 for LiSSA. */
  readonly iterations?: number | null;
}

/**
 * The influence of every row on a noise-robust loss of the other rows (`influenceScores`), each
 * half of them learned once in a worker thread; a note where nothing can be learned.
 */
export async function rowInfluence(
  rows: readonly LearningRow[],
  view: LearningView,
  options: InfluenceOptions = {},
): Promise<
  | { readonly found: RowInfluence; readonly note: null }
  | { readonly found: null; readonly note: string; readonly leftOut?: LabelledRows["leftOut"] }
> {
  const { solver = "conjugate-gradient", damping = 0.005, scale = 10_000 } = options;
  if (view.multiLabel)
    return { found: null, note: "influence needs one label per row; these are multi-label" };
  const labelled = labelledRows(rows, view);
  const { texts, keys, weights, classes, leftOut } = labelled;
  const note = untrainable(labelled, false);
  if (note !== null) return { found: null, note, leftOut };
  const numbers = new Map(classes.map((name, number) => [name, number]));
  const folds = Array.from(
    stratifiedFolds(
      [...texts],
      keys.map((key) => numbers.get(key)!),
      2,
      view.seed,
    ),
  );
  view.progress?.("influence", 0);
  try {
    const result = await influenceScoresInWorker(
      {
        texts,
        labels: keys,
        weights,
        classes,
        folds,
        solver,
        damping,
        iterations: options.iterations ?? (solver === "lissa" ? 1000 : 30),
        scale,
        seed: view.seed,
      },
      { signal: view.signal },
    );
    view.progress?.("influence", 1);
    return { found: { labelled, ...result }, note: null };
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA")
      return { found: null, note: error.message, leftOut };
    throw error;
  }
}
