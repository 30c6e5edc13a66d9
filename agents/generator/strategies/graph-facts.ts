import type { Triple } from "../../../schema/field.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput } from "../contract.js";

/**
 * The facts among the sources of an order that come from a knowledge graph, by the names that texts
 * call them; with their passage's id.
 */
export function graphFacts(
  { sources }: Pick<GenerateInput, "sources">,
  { knowledge }: Pick<AgentContext, "knowledge">,
): (Triple & { readonly source: string })[] {
  const { graph } = knowledge;
  if (graph === null) return [];
  return sources.flatMap(({ id }) => {
    const triple = graph.triple(id);
    return triple === null
      ? []
      : [
          {
            subject: graph.label(triple.subject),
            relation: graph.label(triple.relation),
            object: triple.literal ? triple.object : graph.label(triple.object),
            source: id,
          },
        ];
  });
}

/**
 * Facts of a walk over the graph turned so that each begins with what the one before ended with; a
 * fact that was walked against its direction says so in its relation. Null where the sources are no
 * such walk.
 */
export function walkedFacts(
  input: Pick<GenerateInput, "sources">,
  context: Pick<AgentContext, "knowledge">,
): (Triple & { readonly source: string })[] | null {
  const { graph } = context.knowledge;
  const triples = graph === null ? [] : input.sources.flatMap(({ id }) => graph.triple(id) ?? []);
  if (graph === null || triples.length < 2 || triples.length < input.sources.length) return null;
  const ways = [triples[0]!.subject, triples[0]!.object].map((start) => {
    let at = start;
    return triples.flatMap((triple) => {
      if (triple.subject !== at && (triple.object !== at || triple.literal)) return [];
      const forward = triple.subject === at;
      at = forward ? triple.object : triple.subject;
      const end = forward && triple.literal ? triple.object : graph.label(at);
      return [
        {
          subject: graph.label(forward ? triple.subject : triple.object),
          relation: forward
            ? graph.label(triple.relation)
            : `${graph.label(triple.relation)} (the other way round)`,
          object: end,
          source: triple.id,
        },
      ];
    });
  });
  return ways.find((way) => way.length === triples.length) ?? null;
}
