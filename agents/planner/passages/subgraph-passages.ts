import { DatawrightError } from "../../../schema/errors.js";
import type { KnowledgeGraph } from "../../../tools/knowledge/graph/knowledge-graph.js";
import type { TripleSampler } from "../../../tools/knowledge/graph/triple-sampler.js";
import { Random } from "../../../tools/statistics/random.js";
import type { SourceSelector } from "../contract.js";
import { graphNames } from "./named-in-graph.js";

/** The sets drawn for orders that name nothing of the graph: the n-th set depends on the seed and on those before it only. */
interface Sequence {
  readonly sampler: TripleSampler;
  readonly key: string;
  next: number;
}
const sequences = new WeakMap<KnowledgeGraph, Sequence>();

/**
 * Coherent sets of triples that cover the relations of the graph evenly (SynthIE, Josifoski et al. 2023), as many triples as the task
 * wants sources. An order whose label or condition names a relation or an entity gets a set with it.
 *
 * @throws SPEC_INVALID if no source has triples
 */
export const subgraphPassages: SourceSelector = {
  name: "subgraph",
  select({ orders, count, before }, { knowledge, task }) {
    const { graph } = knowledge;
    if (graph === null) throw new DatawrightError({ code: "SPEC_INVALID", message: "generate.sources.strategy: subgraph needs a knowledge source with triples", hint: "Add one of type rdf, csv, json-ld or wordnet, or use the strategy turns." });
    const random = new Random(task.spec.seed).derive("subgraph");
    const sequence = sequenceOf(graph, `${task.spec.seed}:${count}`, before);
    const named = graphNames(graph);
    const drawNext = (): string[] => sequence.sampler.draw({ random: random.derive(sequence.next++), size: count }).map((triple) => triple.id);
    while (sequence.next < before) drawNext();
    return orders.map((order, index) => {
      // Drawn for every order, so that the sequence does not depend on what orders name.
      const ids = drawNext();
      const { entity, relation } = named(order);
      if (entity === undefined && relation === undefined) return ids;
      const set = graph.sampler().draw({ random: random.derive("named", before + index), size: count, entity, relation });
      return set.length === 0 ? ids : set.map((triple) => triple.id);
    });
  },
};

function sequenceOf(graph: KnowledgeGraph, key: string, start: number): Sequence {
  const known = sequences.get(graph);
  if (known?.key === key && known.next <= start) return known;
  const sequence: Sequence = { sampler: graph.sampler(), key, next: 0 };
  sequences.set(graph, sequence);
  return sequence;
}
