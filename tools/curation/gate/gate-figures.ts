/** Why a step that rests on a small model acts, or does not. */
export type GateReason =
  | "gain-shown"
  | "no-gain-shown"
  | "nothing-to-do"
  | "too-few-rows"
  | "no-labels"
  | "cannot-measure"
  | "empties-class"
  | "forced";

/**
 * A mean gain with an interval of 60 % (the gain lies above the lower end in 80 of 100 cases), of more
 * than 1,500 rows of 90 % (95).
 */
export interface GainInterval {
  /** Mean gain. */
  readonly expected: number;
  /** Lower end. */
  readonly lower: number;
  /** Upper end. */
  readonly upper: number;
}

/** Whether a step that rests on a small model was let act, and what was measured for it. */
export interface GateFigures {
  /** False where the step changed nothing, whatever it would have done. */
  readonly applied: boolean;
  /** Why. */
  readonly reason: GateReason;
  /**
   * What training on the step's rows gains on held-out rows with their given labels, as a share
   * (0.01 is a point); null where it was not measured.
   */
  readonly gain: GainInterval | null;
  /** By how much the squared error of recalibrated probabilities falls on them. */
  readonly error: GainInterval | null;
  /**
   * The gain of a classifier that chooses its cost on the rows; null where it was not asked, because
   * the fixed one showed none.
   */
  readonly chosenCost: GainInterval | null;
  /** What the gain is of: accuracy, or F1 where a row has several labels. */
  readonly measure: "accuracy" | "f1";
  /** Rows that were held out. */
  readonly heldOut: number;
  /** Rows that the step was tried on, in each split. */
  readonly triedOn: number;
  /** Times that the rows were split. */
  readonly splits: number;
  /** Share of the rows that the step takes out or changes, or would; of repeated runs, what most do. */
  readonly touchedShare: number;
  /** What could not be measured, or which classes would be left without a row. */
  readonly note: string | null;
}
