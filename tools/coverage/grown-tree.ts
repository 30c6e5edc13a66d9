import type { Growth } from "../../schema/coverage.js";
import type { ConceptNode } from "../../schema/plan.js";

/**
 * The concept tree with everything that grew on it; rows about nodes that are not in the tree are
 * left out.
 */
export function grownTree(tree: ConceptNode, growth: readonly Growth[]): ConceptNode {
  if (growth.length === 0) return tree;
  const added = new Map<string, ConceptNode[]>();
  const known = new Set(idsOf(tree));
  for (const { node, added: children } of growth) {
    for (const { id, name, cell } of children) {
      if (known.has(id)) continue;
      known.add(id);
      const list = added.get(node) ?? [];
      list.push({ id, name, source: "model", cell, children: [] });
      added.set(node, list);
    }
  }
  return withChildren(tree, added);
}

function withChildren(
  node: ConceptNode,
  added: ReadonlyMap<string, readonly ConceptNode[]>,
): ConceptNode {
  const own = added.get(node.id) ?? [];
  return {
    ...node,
    children: [...node.children, ...own].map((child) => withChildren(child, added)),
  };
}

function idsOf(node: ConceptNode): string[] {
  return [node.id, ...node.children.flatMap(idsOf)];
}
