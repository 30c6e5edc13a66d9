import type { Cell, CoverageMap } from "../../schema/coverage.js";
import type { ConceptNode } from "../../schema/plan.js";
import { grownTree } from "../../tools/coverage/grown-tree.js";

/** A node of the explored part of the concept tree. */
export interface TreeNode {
  readonly id: string;
  readonly name: string;
  /** Levels below the root or the label that its branch starts from, which have 0. */
  readonly depth: number;
  /** Names from the root or label down to it, both left out. */
  readonly path: readonly string[];
  /** Node that its branch starts from: the root, or a label's. Sub-tasks of one branch must differ. */
  readonly branch: string;
  readonly cell: Cell | null;
  readonly children: readonly TreeNode[];
}

/** The branches of the tree as it is now: one below each label, or one below the root of a task without labels. */
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
