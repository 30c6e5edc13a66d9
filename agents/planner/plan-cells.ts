import type { Condition } from "../../schema/condition.js";
import { labelKey, type LabelValue } from "../../schema/label.js";
import type { Attribute, ConceptNode } from "../../schema/plan.js";
import type { Task } from "../../schema/task.js";
import { apportion } from "../../tools/coverage/apportion.js";
import type { CellSeed } from "../../tools/coverage/empty-coverage.js";
import { shortId } from "../../tools/statistics/hash.js";
import type { Random } from "../../tools/statistics/random.js";
import { valuesFor, weightOf } from "./attribute-values.js";
import { labelSets, type LabelSet } from "./label-sets.js";

export interface PlannedCells {
  readonly cells: CellSeed[];
  readonly attributes: Attribute[];
  readonly tree: ConceptNode;
}

/**
 * Divides the target over the condition space: the concept tree, its leaves with quotas, and which dimensions are steered.
 *
 * A dimension is steered as long as the cells stay within `plan.maxCells` and the target; the others are drawn for each sample.
 * Quotas are split by the largest remainder, over the labels first and by the weights of the values below them.
 */
export function planCells(task: Task, found: readonly Attribute[], options: { readonly target: number; readonly random: Random }): PlannedCells {
  const most = Math.min(task.spec.plan.maxCells, options.target);
  const sets = labelSets(task, most, options.random);
  const attributes = steer(found, sets, task.kind.givenFields.length > 0 ? 0 : most);
  const steered = attributes.filter((attribute) => attribute.steered);
  const quotas = apportion(options.target, sets.map((set) => set.weight));
  const ids = new Set<string>();
  const cells: CellSeed[] = [];
  const children = sets.map((set, index): ConceptNode => {
    const leaves = combinations(steered, set.label);
    const parts = apportion(quotas[index] ?? 0, leaves.map((leaf) => leaf.weight), index);
    leaves.forEach((leaf, place) => {
      const path = [...(set.label === null ? [] : [labelKey(set.label)]), ...leaf.conditions.map((condition) => condition.value)];
      const cell = { id: cellId(path, ids), path: [task.spec.name, ...path], label: set.label, conditions: leaf.conditions, quota: parts[place] ?? 0, support: set.support };
      ids.add(cell.id);
      cells.push(cell);
    });
    return labelNode(task, set.label, steered);
  });
  const root = { id: "root", name: task.spec.name, description: task.spec.description, source: "spec" } as const;
  // Without labels the values stand right below the root.
  return { cells, attributes, tree: { ...root, children: sets[0]?.label === null ? children[0]?.children ?? [] : children } };
}

function steer(found: readonly Attribute[], sets: readonly LabelSet[], most: number): Attribute[] {
  const counts = sets.map(() => 1);
  return found.map((attribute) => {
    const next = sets.map((set, index) => counts[index]! * Math.max(1, labelValues(attribute, set.label).length));
    const fits = attribute.source !== "support" && next.reduce((sum, count) => sum + count, 0) <= most && sets.some((set) => labelValues(attribute, set.label).length > 0);
    if (fits) next.forEach((count, index) => { counts[index] = count; });
    return { ...attribute, steered: fits };
  });
}

/** Values below a label; below a set of labels those of all its labels. */
export function labelValues(attribute: Attribute, label: LabelValue): readonly string[] {
  if (!Array.isArray(label)) return valuesFor(attribute, label);
  return [...new Set(label.flatMap((name) => valuesFor(attribute, name)))];
}

function combinations(steered: readonly Attribute[], label: LabelValue): { conditions: Condition[]; weight: number }[] {
  let leaves: { conditions: Condition[]; weight: number }[] = [{ conditions: [], weight: 1 }];
  for (const attribute of steered) {
    const values = labelValues(attribute, label);
    if (values.length === 0) continue;
    leaves = leaves.flatMap((leaf) => values.map((value) => ({ conditions: [...leaf.conditions, conditionOf(attribute, value)], weight: leaf.weight * weightOf(attribute, value) })));
  }
  return leaves;
}

export function conditionOf(attribute: Attribute, value: string): Condition {
  return { name: attribute.name, value, ...(attribute.description === undefined ? {} : { description: attribute.description }) };
}

function labelNode(task: Task, label: LabelValue, steered: readonly Attribute[]): ConceptNode {
  const id = `label:${labelKey(label)}`;
  const definition = typeof label === "string" ? task.labels.find((spec) => spec.name === label)?.definition : undefined;
  return { id, name: labelKey(label), ...(definition === undefined ? {} : { description: definition }), source: "spec", children: valueNodes(id, label, steered) };
}

function valueNodes(parent: string, label: LabelValue, [attribute, ...rest]: readonly Attribute[]): ConceptNode[] {
  if (!attribute) return [];
  const values = labelValues(attribute, label);
  if (values.length === 0) return valueNodes(parent, label, rest);
  return values.map((value) => {
    const id = `${parent}/${attribute.name}:${value}`;
    return { id, name: value, source: attribute.source, children: valueNodes(id, label, rest) };
  });
}

/** Readable, and different for different paths even where a name holds the separator. */
export function cellId(path: readonly string[], taken: ReadonlySet<string>): string {
  const id = path.length === 0 ? "all" : path.join(" / ");
  return taken.has(id) ? `${id} #${shortId(...path)}` : id;
}
