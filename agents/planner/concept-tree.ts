import type { LabelValue } from "../../schema/label.js";
import { labelKey } from "../../schema/label.js";
import type { Attribute, ConceptNode } from "../../schema/plan.js";
import type { Task } from "../../schema/task.js";
import type { CellSeed } from "../../tools/coverage/empty-coverage.js";

/** The tree of labels and steered values whose leaves are the cells. */
export function conceptTree(
  task: Task,
  labels: readonly LabelValue[],
  cells: readonly CellSeed[],
  attributes: readonly Attribute[],
): ConceptNode {
  const sources = new Map(attributes.map(({ name, source }) => [name, source]));
  const children = labels.map((label): ConceptNode => {
    const id = `label:${labelKey(label)}`;
    const definition =
      typeof label === "string"
        ? task.labels.find((spec) => spec.name === label)?.definition
        : undefined;
    const own = cells.filter((cell) => labelKey(cell.label) === labelKey(label));
    return {
      id,
      name: labelKey(label),
      ...(definition === undefined ? {} : { description: definition }),
      source: "spec",
      children: valueNodes(id, own, 0, sources),
    };
  });
  const root = {
    id: "root",
    name: task.spec.name,
    description: task.spec.description,
    source: "spec",
  } as const;
  // Without labels the values stand right below the root.
  return { ...root, children: labels[0] === null ? (children[0]?.children ?? []) : children };
}

function valueNodes(
  parent: string,
  cells: readonly CellSeed[],
  depth: number,
  sources: ReadonlyMap<string, Attribute["source"]>,
): ConceptNode[] {
  const groups = new Map<string, CellSeed[]>();
  for (const cell of cells) {
    const condition = cell.conditions[depth];
    if (!condition) continue;
    const id = `${parent}/${condition.name}:${condition.value}`;
    groups.set(id, [...(groups.get(id) ?? []), cell]);
  }
  return [...groups].map(([id, own]) => {
    const { name, value } = own[0]!.conditions[depth]!;
    return {
      id,
      name: value,
      source: sources.get(name) ?? "spec",
      children: valueNodes(id, own, depth + 1, sources),
    };
  });
}
