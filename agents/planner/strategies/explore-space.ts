import type { Growth } from "../../../schema/coverage.js";
import { labelKey } from "../../../schema/label.js";
import type { ConceptNode } from "../../../schema/plan.js";
import { apportion } from "../../../tools/coverage/apportion.js";
import type { CellSeed } from "../../../tools/coverage/empty-coverage.js";
import { grownTree } from "../../../tools/coverage/grown-tree.js";
import type { AgentContext } from "../../contract.js";
import { askSubTasks, type SubTaskAnswer } from "./ask-sub-tasks.js";
import type { PlannedSpace, SpaceOptions } from "../contract.js";
import { subTaskCell } from "./graft-sub-tasks.js";
import { LEAST_QUOTA } from "./growth-steps.js";
import type { TreeLimits } from "./tree-limits.js";
import { labelSets } from "../conditions/label-sets.js";
import { lengthAttribute } from "../conditions/length-attribute.js";

interface Branch {
  readonly node: ConceptNode;
  readonly root: readonly string[];
  readonly label: CellSeed["label"];
  readonly quota: number;
  readonly support: number;
  readonly answer: SubTaskAnswer | null;
}

/**
 * The first level of the concept tree: the model is asked for sub-tasks of each label, or of the
 * whole task where it has none. The dimensions of the task are not part of the tree: their values
 * are drawn for each sample.
 *
 * @throws errors of the provider, as they are
 */
export async function exploreSpace(
  { target, conditions }: SpaceOptions,
  limits: TreeLimits,
  context: AgentContext,
): Promise<PlannedSpace> {
  const { task } = context;
  const { maxCells } = task.spec.plan;
  const found = await dimensions(conditions, context);
  const sets = labelSets(task, Math.min(maxCells, target), context.random);
  const quotas = apportion(
    target,
    sets.map((set) => set.weight),
  );
  const each = Math.min(limits.branching, Math.floor(limits.maxNodes / sets.length));
  const branches = await Promise.all(
    sets.map(async (set, index): Promise<Branch> => {
      const node = startOf(set.label, context);
      const count = Math.min(each, Math.floor(quotas[index]! / LEAST_QUOTA));
      // A label that would have one sub-task only, or kinds that work on given rows, are not taken
      // apart.
      const answer =
        count < 2 || task.kind.givenFields.length > 0
          ? null
          : await askSubTasks(
              { node: node.id, path: [], label: set.label, count, known: [], asked: 0 },
              context,
            );
      return {
        node,
        root: [task.spec.name, ...(set.label === null ? [] : [labelKey(set.label)])],
        label: set.label,
        quota: quotas[index]!,
        support: set.support,
        answer,
      };
    }),
  );
  const taken = new Set<string>();
  const cells: CellSeed[] = [];
  const growth: Growth[] = [];
  const starts = branches.map((branch): ConceptNode => {
    const names = branch.answer?.names ?? [];
    const parts = apportion(branch.quota, names.length === 0 ? [1] : names.map(() => 1));
    const own = (names.length === 0 ? [[]] : names.map((name) => [name])).map((path, place) => {
      const cell = {
        ...subTaskCell({ root: branch.root, path, label: branch.label }, parts[place]!, taken),
        support: branch.support,
      };
      taken.add(cell.id);
      return cell;
    });
    cells.push(...own);
    if (branch.answer) growth.push(firstGrowth(branch.node.id, branch.answer, own));
    return names.length === 0 ? { ...branch.node, cell: own[0]!.id } : branch.node;
  });
  const root: ConceptNode = {
    id: "root",
    name: task.spec.name,
    description: task.spec.description,
    source: "spec",
    children: starts,
  };
  const tree = grownTree(sets[0]!.label === null ? starts[0]! : root, growth);
  return {
    cells,
    attributes: found.attributes,
    exclude: found.exclude ?? [],
    tree,
    growth,
    notes: [...found.notes, ...problems(branches)],
  };
}

async function dimensions(
  conditions: SpaceOptions["conditions"],
  context: AgentContext,
): Promise<Pick<PlannedSpace, "attributes" | "exclude" | "notes">> {
  const { spec } = context.task;
  if ((spec.attributes?.length ?? 0) > 0 || spec.plan.conditions !== undefined) {
    const { attributes, exclude = [], notes } = await conditions();
    return {
      attributes: attributes.map(({ steerable: _steerable, ...attribute }) => ({
        ...attribute,
        steered: false,
      })),
      exclude,
      notes,
    };
  }
  const length = lengthAttribute(context.task);
  return {
    attributes: length ? [{ ...length, steered: false }] : [],
    exclude: spec.plan.exclude,
    notes: [],
  };
}

function startOf(label: CellSeed["label"], { task }: AgentContext): ConceptNode {
  if (label === null)
    return {
      id: "root",
      name: task.spec.name,
      description: task.spec.description,
      source: "spec",
      children: [],
    };
  const definition =
    typeof label === "string"
      ? task.labels.find((spec) => spec.name === label)?.definition
      : undefined;
  return {
    id: `label:${labelKey(label)}`,
    name: labelKey(label),
    description: definition,
    source: "spec",
    children: [],
  };
}

function firstGrowth(node: string, answer: SubTaskAnswer, cells: readonly CellSeed[]): Growth {
  return {
    round: -1,
    node,
    path: [],
    step: "lookahead",
    refused: answer.refused,
    leftOut: answer.leftOut,
    tokens: answer.tokens,
    added: answer.names.map((name, index) => ({
      id: `${node}/${name}`,
      name,
      cell: cells[index]!.id,
    })),
    why:
      answer.problem === null
        ? "the first level of the tree"
        : `the model gave no sub-tasks (${answer.problem})`,
  };
}

function problems(branches: readonly Branch[]): string[] {
  return branches.flatMap(({ node, answer }) => {
    if (!answer) return [];
    if (answer.names.length === 0)
      return [
        `${node.name}: not taken apart: ` +
          `${answer.problem ?? `none of the ${answer.refused} sub-tasks of the model can be used`}`,
      ];
    const left = [
      ...(answer.refused > 0
        ? [`${answer.refused} sub-tasks of the model refused (unusable, or too like another)`]
        : []),
      ...(answer.leftOut > 0
        ? [`${answer.leftOut} left out (more than ${answer.names.length} asked for)`]
        : []),
    ];
    return left.length > 0 ? [`${node.name}: ${left.join("; ")}`] : [];
  });
}
