import type { Span } from "../../schema/span.js";
import { append } from "../../base/values/append.js";

/** A step with what it did, or several steps alike that are told in one line. */
export interface SpanNode {
  readonly spans: readonly Span[];
  readonly children: readonly SpanNode[];
}

/** So many steps alike side by side are one line. */
const ALIKE = 4;

/**
 * Parents before their children, each list by start; a span whose parent is not there stands at the
 * top.
 */
export function spanTree(spans: readonly Span[]): SpanNode[] {
  const ids = new Set(spans.map((span) => span.id));
  const children = new Map<string | null, Span[]>();
  for (const span of spans) {
    const parent = span.parentId !== null && ids.has(span.parentId) ? span.parentId : null;
    append(children, parent, span);
  }
  const below = (parent: string | null): SpanNode[] =>
    (children.get(parent) ?? [])
      .sort((a, b) => a.startedAt - b.startedAt)
      .map((span) => ({ spans: [span], children: below(span.id) }));
  return below(null);
}

/** The same tree with steps of one name and agent side by side put together, level by level. */
export function foldedTree(nodes: readonly SpanNode[]): SpanNode[] {
  const groups = new Map<string, SpanNode[]>();
  for (const node of nodes) {
    const [{ name, agent }] = node.spans as [Span];
    const key = JSON.stringify([name, agent]);
    append(groups, key, node);
  }
  return [...groups.values()].flatMap((group) =>
    group.length < ALIKE
      ? group.map(({ spans, children }) => ({ spans, children: foldedTree(children) }))
      : [
          {
            spans: group.flatMap(({ spans }) => spans),
            children: foldedTree(group.flatMap(({ children }) => children)),
          },
        ],
  );
}

/** Every node with its depth, parents before their children. */
export function flatTree(
  nodes: readonly SpanNode[],
  depth = 0,
): { readonly node: SpanNode; readonly depth: number }[] {
  return nodes.flatMap((node) => [{ node, depth }, ...flatTree(node.children, depth + 1)]);
}
