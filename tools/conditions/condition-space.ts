import type { Exclusion } from "../../schema/task-file/condition.js";
import { DatawrightError } from "../../base/errors.js";
import type { LabelValue } from "../../schema/label.js";
import type { Dimension } from "./dimension.js";
import { findCycleOfGivens } from "./find-cycle-of-givens.js";
import { ConditionsByLabel } from "./conditions-by-label.js";

export interface ConditionSpaceOptions {
  readonly dimensions: readonly Dimension[];
  /** Values that never occur together. */
  readonly exclude?: readonly Exclusion[];
  /**
   * True where samples have labels: then `label` in `given` and in exclusions means the label.
   * Default: false.
   */
  readonly labelled?: boolean;
}

/** All combinations of conditions, by label: never enumerated, however many there are. */
export class ConditionSpace {
  readonly #options: ConditionSpaceOptions;
  readonly #spaces = new Map<string, ConditionsByLabel>();

  /** @throws PLAN_INVALID if dimensions depend on each other in a circle */
  constructor(options: ConditionSpaceOptions) {
    const cycle = findCycleOfGivens(options.dimensions);
    if (cycle) {
      throw new DatawrightError({
        code: "PLAN_INVALID",
        message:
          "the values of the attributes depend on each other in a circle: " +
          `${cycle.join(" -> ")}`,
        hint: "Take one `given` of the circle out.",
      });
    }
    this.#options = options;
  }

  /** The space of samples with this label, set of labels, or none. */
  under(label: LabelValue): ConditionsByLabel {
    const key = JSON.stringify(label);
    let space = this.#spaces.get(key);
    if (!space) {
      const { dimensions, exclude, labelled } = this.#options;
      space = new ConditionsByLabel(dimensions, exclude ?? [], {
        labels: label === null ? [] : [label].flat(),
        labelled: labelled ?? false,
      });
      this.#spaces.set(key, space);
    }
    return space;
  }

  /**
   * @throws PLAN_INVALID if no combination of conditions, with the fixed values, is allowed under
   *         any of these labels
   */
  requirePossible(labels: readonly LabelValue[], fixed?: ReadonlyMap<string, string>): void {
    if (labels.some((label) => this.under(label).isPossible(fixed))) return;
    throw new DatawrightError({
      code: "PLAN_INVALID",
      message:
        "the conditions contradict each other: no allowed combination of values was " +
        `found${labels.some((label) => label !== null) ? " under any label" : ""}`,
      hint: "Take exclusions out of plan.exclude, or give more values a weight above 0.",
    });
  }
}
