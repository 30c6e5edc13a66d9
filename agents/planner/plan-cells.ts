import type { Condition, Exclusion } from "../../schema/condition.js";
import { labelKey } from "../../schema/label.js";
import type { Attribute, ConceptNode } from "../../schema/plan.js";
import type { Task } from "../../schema/task.js";
import { ConditionSpace } from "../../tools/conditions/condition-space.js";
import type { LabelSpace } from "../../tools/conditions/label-space.js";
import { apportion } from "../../tools/coverage/apportion.js";
import type { CellSeed } from "../../tools/coverage/empty-coverage.js";
import { shortId } from "../../tools/statistics/hash.js";
import type { Random } from "../../tools/statistics/random.js";
import { conceptTree } from "./concept-tree.js";
import type { FoundAttribute } from "./contract.js";
import { labelSets, type LabelSet } from "./label-sets.js";
import { spaceNotes } from "./space-notes.js";

export interface PlannedCells {
  readonly cells: CellSeed[];
  readonly attributes: Attribute[];
  readonly tree: ConceptNode;
  readonly notes: string[];
}

/** A label with the combinations of steered values that samples of it can have. */
interface Branch {
  readonly set: LabelSet;
  readonly space: LabelSpace;
  readonly leaves: readonly ReadonlyMap<string, string>[];
}

/**
 * Divides the target over the condition space: the concept tree, its leaves with quotas, and which dimensions are steered.
 *
 * A dimension is steered as long as the cells stay within `plan.maxCells` and the target; the others are drawn for each sample.
 * Only combinations that can occur are cells. Quotas are split by the largest remainder, over the labels first and below them by the
 * probability of the combination.
 *
 * @throws PLAN_INVALID if dimensions depend on each other in a circle, or if no combination is allowed under any label
 */
export function planCells(
  task: Task,
  found: readonly FoundAttribute[],
  options: {
    readonly target: number;
    readonly random: Random;
    readonly exclude?: readonly Exclusion[];
  },
): PlannedCells {
  const most = Math.min(task.spec.plan.maxCells, options.target);
  const sets = labelSets(task, most, options.random);
  const conditions = new ConditionSpace({
    dimensions: found,
    ...(options.exclude ? { exclude: options.exclude } : {}),
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

/** The branches with one dimension more; null where that makes too many leaves, or none has a value of it. */
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
  return { name, value, ...(description === undefined ? {} : { description }) };
}

/** Readable, and different for different paths even where a name holds the separator. */
export function cellId(path: readonly string[], taken: ReadonlySet<string>): string {
  const id = path.length === 0 ? "all" : path.join(" / ");
  return taken.has(id) ? `${id} #${shortId(...path)}` : id;
}
