import type { Exclusion } from "../../schema/task-file/condition.js";
import type { LabelValue } from "../../schema/label.js";
import { Random } from "../../base/statistics/random.js";
import { ConditionSpace } from "./condition-space.js";
import type { Dimension } from "./dimension.js";

/** What is drawn. */
export interface DrawOptions {
  /** The dimensions. */
  readonly dimensions: readonly Dimension[];
  /** Combinations that never occur. */
  readonly exclude?: readonly Exclusion[];
  /** Label, or set of labels, that the draws are for. Default: none. */
  readonly label?: LabelValue;
  /** Dimension -> value that every draw has; the others are drawn under the condition of these. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** How many draws. */
  readonly count: number;
  /** Seed; draw n follows from it and n alone. */
  readonly seed?: string | number;
}

/**
 * Draws combinations of values by their weights, correlations and exclusions. The space is never
 * enumerated: 10^12 points cost what 100 do. Draw n is a function of the seed and n alone, so more
 * draws continue where fewer ended.
 *
 *     drawConditions({ dimensions: [{ name: "tone", values: ["angry", "calm"], weights: { angry: 3 } }], count: 10 });
 *
 * @returns `count` records, dimension -> value; a dimension without values under the label is left
 *         out
 * @throws PLAN_INVALID if dimensions depend on each other in a circle, or if no combination is
 *         allowed
 */
export function drawConditions({
  dimensions,
  exclude,
  label = null,
  fixed = {},
  count,
  seed = 1,
}: DrawOptions): Record<string, string>[] {
  const space = new ConditionSpace({
    dimensions,
    exclude,
    labelled: label !== null,
  });
  const known = new Map(Object.entries(fixed));
  space.requirePossible([label], known);
  const random = new Random(seed).derive("conditions");
  return Array.from({ length: count }, (_unused, index) => ({
    ...fixed,
    ...Object.fromEntries(space.under(label).draw(random.derive(index), known)!),
  }));
}
