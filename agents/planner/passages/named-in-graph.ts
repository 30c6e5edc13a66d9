import type { KnowledgeGraph } from "../../../tools/knowledge/graph/knowledge-graph.js";
import { caseFold } from "../../../base/text/case-fold.js";
import type { SourceQuery } from "../contract.js";

/**
 * What of a graph an order names in its label or its conditions: an entity, a relation, both or
 * neither.
 */
export interface NamedInGraph {
  readonly entity: string | undefined;
  readonly relation: string | undefined;
}

/** Looks names up; made once for the orders of a round. */
export function graphNames(
  graph: KnowledgeGraph,
): (order: SourceQuery["orders"][number]) => NamedInGraph {
  const relations = new Map<string, string>();
  for (const { id, label } of graph.relations())
    for (const name of [id, caseFold(label)]) if (!relations.has(name)) relations.set(name, id);
  return ({ label, conditions }) => {
    const names = [
      ...(label === null ? [] : [label].flat()),
      ...conditions.map((condition) => condition.value),
    ];
    let found: NamedInGraph = { entity: undefined, relation: undefined };
    for (const name of names) {
      const relation =
        relations.get(name) ??
        relations.get(caseFold(name.replace(/[_-]+/gu, " "))) ??
        relations.get(caseFold(name));
      if (relation !== undefined) found = { ...found, relation: found.relation ?? relation };
      else found = { ...found, entity: found.entity ?? graph.find(name) ?? undefined };
    }
    return found;
  };
}
