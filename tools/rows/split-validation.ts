import { chosenName } from "../../base/slots/slot-choice.js";
import type { Row } from "../../schema/sample.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { splitSupport } from "./split-support.js";

/** What is kept apart where only the errors on it are asked for. */
const DEFAULT_SHARE = 0.2;

/** Share of the support rows that a task keeps as its validation part. */
export function validationShare({ plan }: Pick<TaskSpec, "plan">): number {
  return plan.validation ?? (chosenName(plan.seeds) === "student-errors" ? DEFAULT_SHARE : 0);
}

/**
 * Takes the validation part off the support rows, by seed and in proportion to the labels; each
 * label keeps a support row. Rows equal to a remaining one after normalisation serve neither
 * purpose and are counted.
 */
export function splitValidation(
  support: readonly Row[],
  spec: Pick<TaskSpec, "plan" | "seed">,
): {
  readonly support: readonly Row[];
  readonly validation: readonly Row[];
  readonly removed: number;
} {
  const share = validationShare(spec);
  if (share === 0) return { support, validation: [], removed: 0 };
  const split = splitSupport(support, { heldOut: share }, `${spec.seed} validation`);
  return { support: split.support, validation: split.heldOut, removed: split.removedFromHeldOut };
}
