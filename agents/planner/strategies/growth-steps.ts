import type { Gift } from "./graft-sub-tasks.js";
import type { Cell, CoverageMap, Growth } from "../../../schema/coverage.js";
import type { ConceptNode } from "../../../schema/plan.js";
import { grownTree } from "../../../tools/coverage/grown-tree.js";
import { draftsOf } from "../../../tools/coverage/saturation.js";

/** Fewer drafts say nothing about how much new a node still has. */
const FEWEST_DRAFTS = 6;
/** A sub-task with a smaller quota is not worth a node. */
export const LEAST_QUOTA = 2;
/** Nodes that are taken apart in one round. */
const MOST_LOOKAHEADS = 4;
/** How often siblings are added below one node. */
const MOST_RETURNS = 2;

/** A node to ask the model about, and what its new sub-tasks may be given. */
export interface GrowthStep {
  readonly node: TreeNode;
  readonly kind: "lookahead" | "backtracking";
  readonly why: string;
  /** Most sub-tasks that there is demand for. */
  readonly most: number;
  /** What the cells give to so many new sub-tasks. */
  gifts(count: number): Gift[];
}

interface View {
  readonly growth: readonly Growth[];
  /**
   * Cell id -> what it lacks beyond what is expected of the orders on their way, as a whole number.
   */
  readonly spare: ReadonlyMap<string, number>;
  readonly depth: number;
  /** Least share of new drafts. */
  readonly novelty: number;
}

/**
 * Where the tree grows next (Explore-Instruct, Wan et al. 2023). Lookahead: leaves above the depth
 * limit whose latest drafts are still new are taken apart. Where there is none, backtracking: the
 * least explored inner node gets further sub-tasks, as long as drafts below it are still new; those
 * of its cells that hardly write anything new give all that they lack.
 */
export function growthSteps(branches: readonly TreeNode[], view: View): GrowthStep[] {
  const nodes = branches.flatMap(nodesBelow).filter((node) => node.depth < view.depth);
  const ahead = nodes
    .flatMap((node) => lookahead(node, view) ?? [])
    .sort((a, b) => b.worth - a.worth)
    .slice(0, MOST_LOOKAHEADS);
  if (ahead.length > 0) return ahead;
  const back = nodes
    .flatMap((node) => backtracking(node, view) ?? [])
    .sort((a, b) => a.node.children.length - b.node.children.length || a.node.depth - b.node.depth);
  return back.slice(0, 1);
}

function lookahead(
  node: TreeNode,
  { growth, spare, novelty }: View,
): (GrowthStep & { readonly worth: number }) | null {
  const { cell } = node;
  if (!cell || node.children.length > 0 || growth.some((row) => row.node === node.id)) return null;
  const lacks = spare.get(cell.id) ?? 0;
  const most = Math.floor(lacks / LEAST_QUOTA);
  if (most < 2 || draftsOf(cell) < FEWEST_DRAFTS || cell.unseenMass < novelty) return null;
  return {
    node,
    kind: "lookahead",
    most,
    worth: lacks * cell.unseenMass,
    why: `${share(cell.unseenMass)} of its latest drafts are new`,
    gifts: () => [{ cell: cell.id, amount: lacks }],
  };
}

function backtracking(node: TreeNode, { growth, spare, novelty }: View): GrowthStep | null {
  const asked = growth.filter((row) => row.node === node.id);
  const fruitless = asked.at(-1)?.added.length === 0;
  if (
    node.children.length === 0 ||
    fruitless ||
    asked.filter((row) => row.step === "backtracking").length >= MOST_RETURNS
  )
    return null;
  const cells = nodesBelow(node).flatMap(({ cell }) => cell ?? []);
  const judged = cells.filter((cell) => draftsOf(cell) >= FEWEST_DRAFTS);
  const drafts = judged.reduce((sum, cell) => sum + draftsOf(cell), 0);
  const mass =
    judged.reduce((sum, cell) => sum + cell.unseenMass * draftsOf(cell), 0) / Math.max(1, drafts);
  if (drafts === 0 || mass < novelty) return null;
  const dry = new Set(judged.filter((cell) => cell.unseenMass < novelty).map((cell) => cell.id));
  const givers = cells
    .map((cell) => ({ cell: cell.id, lacks: spare.get(cell.id) ?? 0 }))
    .filter(({ lacks }) => lacks > 0);
  const open = givers.filter((giver) => !dry.has(giver.cell)).length;
  // Cells that still write new texts keep as much as each new sub-task gets.
  const gifts = (count: number): Gift[] =>
    givers
      .map(({ cell, lacks }) => ({
        cell,
        amount: dry.has(cell) ? lacks : Math.floor((lacks * count) / (open + count)),
      }))
      .filter(({ amount }) => amount > 0);
  const total = (count: number): number =>
    gifts(count).reduce((sum, { amount }) => sum + amount, 0);
  let most = 0;
  while (total(most + 1) >= LEAST_QUOTA * (most + 1)) most += 1;
  return most === 0
    ? null
    : {
        node,
        kind: "backtracking",
        most,
        gifts,
        why:
          `${share(mass)} of the latest drafts below it are new, and it has ` +
          `${node.children.length} sub-tasks`,
      };
}

function share(mass: number): string {
  return `${Math.round(mass * 100)} %`;
}

/** A node of the explored part of the concept tree. */
export interface TreeNode {
  readonly id: string;
  readonly name: string;
  /** Levels below the root or the label that its branch starts from, which have 0. */
  readonly depth: number;
  /** Names from the root or label down to it, both left out. */
  readonly path: readonly string[];
  /**
   * Node that its branch starts from: the root, or a label's. Sub-tasks of one branch must differ.
   */
  readonly branch: string;
  readonly cell: Cell | null;
  readonly children: readonly TreeNode[];
}

/**
 * The branches of the tree as it is now: one below each label, or one below the root of a task
 * without labels.
 */
export function treeBranches(
  tree: ConceptNode,
  coverage: CoverageMap,
  hasLabels: boolean,
): TreeNode[] {
  const cells = new Map(coverage.cells.map((cell) => [cell.id, cell]));
  const grown = grownTree(tree, coverage.growth);
  return (hasLabels ? grown.children : [grown]).map((start) =>
    treeNode(start, { branch: start.id, path: [], cells }),
  );
}

function treeNode(
  node: ConceptNode,
  {
    branch,
    path,
    cells,
  }: {
    readonly branch: string;
    readonly path: readonly string[];
    readonly cells: ReadonlyMap<string, Cell>;
  },
): TreeNode {
  const children = node.children.map((child) =>
    treeNode(child, { branch, path: [...path, child.name], cells }),
  );
  return {
    id: node.id,
    name: node.name,
    depth: path.length,
    path,
    branch,
    cell: node.cell === undefined ? null : (cells.get(node.cell) ?? null),
    children,
  };
}

/** The node and everything below it, the node first. */
export function nodesBelow(node: TreeNode): TreeNode[] {
  return [node, ...node.children.flatMap(nodesBelow)];
}
