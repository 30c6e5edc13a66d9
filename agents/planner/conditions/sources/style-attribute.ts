import type { Given } from "../../../../schema/task-file/condition.js";
import { LABEL_DIMENSION } from "../../../../schema/task-file/condition.js";
import type { Attribute } from "../../../../schema/plan.js";
import type { Row } from "../../../../schema/sample.js";
import type { Task } from "../../../../schema/task.js";
import { STYLE_FEATURES, type StyleFeature } from "./style-features.js";

export type StyleName = keyof typeof STYLE_FEATURES;
export const STYLE_NAMES = Object.keys(STYLE_FEATURES) as StyleName[];

/** Fewer support rows say nothing about style, and fewer of a label nothing about the label's. */
const FEWEST_ROWS = 20;
const FEWEST_OF_LABEL = 10;
/** Rarer values are slips, not a style. */
const LEAST_SHARE = 0.05;
/**
 * Imagined rows of a label in the proportions of all rows: what a label's few rows do not show is
 * rare there, not impossible.
 */
const PRIOR_ROWS = 2;
/**
 * Chi-square above which the rows of a label differ from the rest at the level 0.01, for 1 and 2
 * degrees of freedom.
 */
const CRITICAL = [Infinity, 6.63, 9.21];

/**
 * One way in which support rows are written, with the share of the rows that each value has; labels
 * whose rows differ from the rest have shares of their own. Null where there are too few rows, or
 * nearly all are written alike.
 */
export function styleAttribute(name: StyleName, task: Task): Omit<Attribute, "steered"> | null {
  const feature: StyleFeature = STYLE_FEATURES[name];
  const rows =
    task.kind.givenFields.length > 0
      ? []
      : task.support
          .map((row) => ({ row, value: feature(row.text, task.spec.language) }))
          .filter((entry): entry is Styled => entry.value !== null);
  if (rows.length < FEWEST_ROWS) return null;
  const all = counted(rows);
  const values = [...all]
    .filter(([, count]) => count >= Math.max(2, LEAST_SHARE * rows.length))
    .map(([value]) => value)
    .sort();
  if (values.length < 2) return null;
  const given = byLabel(task, rows, values);
  return {
    name,
    description: "how the sample is written, as in the real rows",
    source: "support",
    values,
    weights: Object.fromEntries(values.map((value) => [value, all.get(value)!])),
    given: given ? { [LABEL_DIMENSION]: given } : undefined,
  };
}

interface Styled {
  readonly row: Row;
  readonly value: string;
}

function byLabel(
  task: Task,
  rows: readonly Styled[],
  values: readonly string[],
): Given[string] | null {
  const total = counted(rows);
  const used = values.reduce((sum, value) => sum + total.get(value)!, 0);
  const given: Given[string] = {};
  for (const { name } of task.labels) {
    const own = rows.filter(
      ({ row, value }) => [row.label].flat().includes(name) && values.includes(value),
    );
    if (own.length < FEWEST_OF_LABEL) continue;
    const counts = counted(own);
    if (!differs(values, counts, total)) continue;
    given[name] = Object.fromEntries(
      values.map((value) => [
        value,
        (counts.get(value) ?? 0) + (PRIOR_ROWS * total.get(value)!) / used,
      ]),
    );
  }
  return Object.keys(given).length > 0 ? given : null;
}

/** Chi-square test of a label's rows against all others. */
function differs(
  values: readonly string[],
  own: ReadonlyMap<string, number>,
  total: ReadonlyMap<string, number>,
): boolean {
  const sum = (counts: (value: string) => number): number =>
    values.reduce((total, value) => total + counts(value), 0);
  const ownOf = (value: string): number => own.get(value) ?? 0;
  const restOf = (value: string): number => total.get(value)! - ownOf(value);
  const [ownSum, restSum] = [sum(ownOf), sum(restOf)];
  if (ownSum === 0 || restSum === 0) return false;
  const statistic = values.reduce((chi, value) => {
    const share = total.get(value)! / (ownSum + restSum);
    return (
      chi +
      (ownOf(value) - ownSum * share) ** 2 / (ownSum * share) +
      (restOf(value) - restSum * share) ** 2 / (restSum * share)
    );
  }, 0);
  return statistic > (CRITICAL[values.length - 1] ?? Infinity);
}

function counted(rows: readonly Styled[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { value } of rows) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
