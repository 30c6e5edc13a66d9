import { isDatawrightError } from "../../../base/errors.js";
import { trainingDynamicsInWorker } from "../learning-in-worker.js";
import { featuresFor } from "./feature-budget.js";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import {
  labelledRows,
  untrainable,
  type LabelledRows,
  type LearningRow,
  type LearningView,
} from "./labelled-rows.js";

/** Where the dynamics come from: trusted support rows alone, or the rows themselves. */
type DynamicsSource = "support" | "rows";

export interface LabelDynamics {
  readonly labelled: LabelledRows;
  readonly source: DynamicsSource;
  /** Aligned with `labelled.indices`: the probability of the given label after each epoch. */
  readonly probabilities: readonly Float64Array[];
}

export interface DynamicsOptions {
  readonly source: "auto" | DynamicsSource;
  readonly epochs: number;
  readonly learningRate: number;
}

/** The settings of every method that watches a model learn. */
export function dynamicsSettings(epochs: number) {
  return {
    epochs: countSetting({ from: 2, usual: epochs }, `Passes, at least 2. Default: ${epochs}.`),
    learningRate: numberSetting(
      { above: 0, usual: 0.5 },
      "Step of the gradient descent. Default: 0.5.",
    ),
  };
}

/** With fewer different texts a class of the support rows does not show how it is learned. */
const FEWEST_SUPPORT_TEXTS = 3;

/**
 * How the probability of each given label grows while a model learns the support rows (the rows
 * themselves then have weight 0 and are only looked at), or the rows where there is too little
 * support; a note where neither can be learned.
 */
export async function labelDynamics(
  rows: readonly LearningRow[],
  view: LearningView,
  options: DynamicsOptions,
): Promise<
  | { readonly found: LabelDynamics; readonly note: null }
  | { readonly found: null; readonly note: string; readonly leftOut?: LabelledRows["leftOut"] }
> {
  if (view.multiLabel)
    return { found: null, note: "learning dynamics need one label per row; these are multi-label" };
  const trusted = view.support ?? [];
  const support = labelledRows(trusted, view, FEWEST_SUPPORT_TEXTS);
  const enough = untrainable(support, false) === null;
  if (options.source === "support" && !enough)
    return {
      found: null,
      note: `the ${trusted.length} support rows are too few to learn from`,
    };
  const source: DynamicsSource = options.source === "rows" || !enough ? "rows" : "support";
  const taught = source === "support" ? { ...view, labels: support.classes } : view;
  const labelled = labelledRows(rows, taught, source === "support" ? 1 : 2);
  const note =
    source === "rows"
      ? untrainable(labelled, false)
      : labelled.indices.length === 0
        ? "no row has a label that the support rows teach"
        : null;
  if (note !== null) return { found: null, note, leftOut: labelled.leftOut };
  const teachers = source === "support" ? support : null;
  view.progress?.("learning dynamics", 0);
  try {
    const { probabilityOfGiven } = await trainingDynamicsInWorker(
      {
        texts: [...(teachers?.texts ?? []), ...labelled.texts],
        labels: [...(teachers?.keys ?? []), ...labelled.keys],
        weights: [
          ...(teachers?.weights ?? []),
          ...labelled.weights.map((weight) => (teachers === null ? weight : 0)),
        ],
        classes: teachers?.classes ?? labelled.classes,
        seed: view.seed,
        epochs: options.epochs,
        learningRate: options.learningRate,
        features: featuresFor(
          labelled.texts.length,
          (teachers?.classes ?? labelled.classes).length,
        ),
      },
      { signal: view.signal },
    );
    view.progress?.("learning dynamics", 1);
    return {
      found: {
        labelled,
        source,
        probabilities: probabilityOfGiven.slice(teachers?.texts.length ?? 0),
      },
      note: null,
    };
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA")
      return { found: null, note: error.message, leftOut: labelled.leftOut };
    throw error;
  }
}
