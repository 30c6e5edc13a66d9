import { labelSets, type LabelSet } from "./label-sets.js";
import type { FoundAttribute } from "../contract.js";
import { shortId } from "../../../base/statistics/hash.js";
import type { Random } from "../../../base/statistics/random.js";
import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { Attribute, ConceptNode } from "../../../schema/plan.js";
import type { Condition, Exclusion } from "../../../schema/task-file/condition.js";
import type { Task } from "../../../schema/task.js";
import { ConditionSpace } from "../../../tools/conditions/condition-space.js";
import type { ConditionsByLabel } from "../../../tools/conditions/conditions-by-label.js";
import { apportion } from "../../../tools/coverage/apportion.js";
import type { CellSeed } from "../../../tools/coverage/empty-coverage.js";

/** Names and values of a note at most; the rest is counted. */
const MOST_NAMED = 5;

/**
 * What the rules of the condition space take away: labels without any combination, and values that
 * can never be drawn.
 */
function spaceNotes(
  found: readonly FoundAttribute[],
  branches: readonly { readonly label: LabelValue; readonly space: ConditionsByLabel }[],
): string[] {
  const notes: string[] = [];
  const possible = branches.filter(({ space }) => space.isPossible());
  for (const { label, space } of branches) {
    if (!space.isPossible())
      notes.push(
        `no sample is planned for ${labelKey(label)}: its conditions contradict each other`,
      );
  }
  for (const { name } of found) {
    const listed = new Set(branches.flatMap(({ space }) => space.listed(name)));
    const can = new Set(possible.flatMap(({ space }) => space.possible(name)));
    const never = [...listed].filter((value) => !can.has(value));
    if (never.length > 0 && can.size > 0)
      notes.push(
        `${name}: ${never.length} of ${listed.size} values can never be drawn (weight 0, or ` +
          `excluded with everything): ${named(never)}`,
      );
  }
  const tied = new Set(
    possible.flatMap(({ space }) => space.widelyTied.map((group) => group.join(", "))),
  );
  for (const group of tied)
    notes.push(
      "drawn by trial and without quotas, as they depend on each other in too many ways for " +
        `exact tables: ${group}`,
    );
  return notes;
}

function named(values: readonly string[]): string {
  return values.length > MOST_NAMED
    ? `${values.slice(0, MOST_NAMED).join(", ")} and ${values.length - MOST_NAMED} more`
    : values.join(", ");
}

export interface PlannedCells {
  readonly cells: CellSeed[];
  readonly attributes: Attribute[];
  readonly tree: ConceptNode;
  readonly notes: string[];
}

/** A label with the combinations of steered values that samples of it can have. */
interface Branch {
  readonly set: LabelSet;
  readonly space: ConditionsByLabel;
  readonly leaves: readonly ReadonlyMap<string, string>[];
}

/**
 * Divides the target over the condition space: the concept tree, its leaves with quotas, and which
 * dimensions are steered.
 *
 * A dimension is steered as long as the cells stay within `plan.maxCells` and the target; the
 * others are drawn for each sample. Only combinations that can occur are cells. Quotas are split by
 * the largest remainder, over the labels first and below them by the probability of the
 * combination.
 *
 * @throws PLAN_INVALID if dimensions depend on each other in a circle, or if no combination is
 *         allowed under any label
 */
export function planCells(
  task: Task,
  found: readonly FoundAttribute[],
  options: {
    /** Accepted samples that the quotas share. */
    readonly target: number;
    /** Random stream that breaks ties. */
    readonly random: Random;
    /** Combinations that no sample is written for. */
    readonly exclude?: readonly Exclusion[];
  },
): PlannedCells {
  const most = Math.min(task.spec.plan.maxCells, options.target);
  const sets = labelSets(task, most, options.random);
  const conditions = new ConditionSpace({
    dimensions: found,
    exclude: options.exclude,
    labelled: task.labels.length > 0,
  });
  conditions.requirePossible(sets.map((set) => set.label));
  // Pairs are covered by draws: quotas on single combinations would stand in their way.
  const room = task.kind.givenFields.length > 0 || task.spec.plan.draw === "pairwise" ? 0 : most;
  const start = sets.map((set): Branch => ({
    set,
    space: conditions.under(set.label),
    leaves: conditions.under(set.label).isPossible() ? [new Map()] : [],
  }));
  const { attributes, branches } = steer(found, start, room);
  const quotas = apportion(
    options.target,
    branches.map(({ set, leaves }) => (leaves.length > 0 ? set.weight : 0)),
  );
  const ids = new Set<string>();
  const cells = branches.flatMap((branch, index) =>
    cellsOf(branch, { task, attributes, quota: quotas[index] ?? 0, firstTie: index, ids }),
  );
  return {
    cells,
    attributes,
    tree: conceptTree(
      task,
      sets.map((set) => set.label),
      cells,
      attributes,
    ),
    notes: spaceNotes(
      found,
      start.map(({ set, space }) => ({ label: set.label, space })),
    ),
  };
}

function steer(
  found: readonly FoundAttribute[],
  start: readonly Branch[],
  room: number,
): { attributes: Attribute[]; branches: readonly Branch[] } {
  let branches = start;
  const attributes = found.map(({ steerable, ...attribute }): Attribute => {
    const next = steerable ? extended(branches, attribute.name, room) : null;
    if (next !== null) branches = next;
    return { ...attribute, steered: next !== null };
  });
  return { attributes, branches };
}

/**
 * The branches with one dimension more; null where that makes too many leaves, or none has a value
 * of it.
 */
function extended(
  branches: readonly Branch[],
  name: string,
  room: number,
): readonly Branch[] | null {
  if (branches.every(({ space }) => space.listed(name).length === 0)) return null;
  let count = 0;
  const next: Branch[] = [];
  for (const branch of branches) {
    const { space } = branch;
    if (space.widelyTied.some((group) => group.includes(name))) return null;
    const values = space.possible(name);
    const leaves: ReadonlyMap<string, string>[] = [];
    for (const leaf of branch.leaves) {
      const before = leaves.length;
      for (const value of values) {
        const longer = new Map([...leaf, [name, value]]);
        if (!space.isTied(name) || space.isPossible(longer)) leaves.push(longer);
        if (count + leaves.length > room) return null;
      }
      if (leaves.length === before) leaves.push(leaf);
    }
    count += Math.max(1, leaves.length);
    if (count > room) return null;
    next.push({ ...branch, leaves });
  }
  return next;
}

function cellsOf(
  { set, space, leaves }: Branch,
  {
    task,
    attributes,
    quota,
    firstTie,
    ids,
  }: {
    readonly task: Task;
    readonly attributes: readonly Attribute[];
    readonly quota: number;
    readonly firstTie: number;
    readonly ids: Set<string>;
  },
): CellSeed[] {
  const masses = leaves.map((leaf) => space.logMass(leaf));
  const largest = Math.max(...masses);
  const parts = apportion(
    quota,
    masses.map((mass) => Math.exp(mass - largest)),
    firstTie,
  );
  return leaves.map((leaf, place) => {
    const conditions = attributes
      .filter(({ name }) => leaf.has(name))
      .map((attribute) => conditionOf(attribute, leaf.get(attribute.name)!));
    const path = [
      ...(set.label === null ? [] : [labelKey(set.label)]),
      ...conditions.map((condition) => condition.value),
    ];
    const id = cellId(path, ids);
    ids.add(id);
    return {
      id,
      path: [task.spec.name, ...path],
      label: set.label,
      conditions,
      quota: parts[place] ?? 0,
      support: set.support,
    };
  });
}

export function conditionOf(
  { name, description }: Pick<Attribute, "name" | "description">,
  value: string,
): Condition {
  return { name, value, description };
}

/** Readable, and different for different paths even where a name holds the separator. */
export function cellId(path: readonly string[], taken: ReadonlySet<string>): string {
  const id = path.length === 0 ? "all" : path.join(" / ");
  return taken.has(id) ? `${id} #${shortId(...path)}` : id;
}

/** The tree of labels and steered values whose leaves are the cells. */
function conceptTree(
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
      description: definition,
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
