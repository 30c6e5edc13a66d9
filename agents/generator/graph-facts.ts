import type { Triple } from "../../schema/field.js";
import type { AgentContext } from "../contract.js";
import type { GenerateInput } from "./contract.js";

/** The facts among the sources of an order that come from a knowledge graph, by the names that texts call them; with their passage's id. */
export function graphFacts({ sources }: Pick<GenerateInput, "sources">, { knowledge }: Pick<AgentContext, "knowledge">): (Triple & { readonly source: string })[] {
  const { graph } = knowledge;
  if (graph === null) return [];
  return sources.flatMap(({ id }) => {
    const triple = graph.triple(id);
    return triple === null ? [] : [{ subject: graph.label(triple.subject), relation: graph.label(triple.relation), object: triple.literal ? triple.object : graph.label(triple.object), source: id }];
  });
}
