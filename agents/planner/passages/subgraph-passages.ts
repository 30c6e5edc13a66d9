import { DatawrightError } from "../../../base/errors.js";
import type { KnowledgeGraph } from "../../../tools/knowledge/graph/knowledge-graph.js";
import type { TripleSampler } from "../../../tools/knowledge/graph/triple-sampler.js";
import { Random } from "../../../base/statistics/random.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { AgentContext } from "../../contract.js";
import type { SourceQuery, SourceSelector } from "../contract.js";
import { graphNames } from "./named-in-graph.js";

/**
 * The sets drawn for orders that name nothing of the graph: the n-th set depends on the seed and on
 * those before it only.
 */
interface Sequence {
  readonly sampler: TripleSampler;
  readonly key: string;
  next: number;
}
const sequences = new WeakMap<KnowledgeGraph, Sequence>();
/** The selection that is being made for a graph: the next one waits for it. */
const running = new WeakMap<KnowledgeGraph, Promise<unknown>>();

/**
 * Coherent sets of triples that cover the relations of the graph evenly (SynthIE, Josifoski et al.
 * 2023), as many triples as the task wants sources. An order whose label or condition names a
 * relation or an entity gets a set with it.
 *
 * @throws SPEC_INVALID if no source has triples
 */
export const subgraphPassages: SourceSelector = {
  name: "subgraph",
  async select(query, { knowledge: { graph }, task }) {
    if (graph === null)
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message: "generate.sources: subgraph needs a knowledge source with triples",
        hint: "Add one of type rdf, csv, json-ld or wordnet, or use the strategy turns.",
      });
    const sets = (running.get(graph) ?? Promise.resolve()).then(() => drawSets(query, graph, task));
    running.set(
      graph,
      sets.catch(() => undefined),
    );
    return sets;
  },
};

async function drawSets(
  { orders, count, before }: SourceQuery,
  graph: KnowledgeGraph,
  task: AgentContext["task"],
): Promise<string[][]> {
  const random = new Random(task.spec.seed).derive("subgraph");
  const sequence = sequenceOf(graph, `${task.spec.seed}:${count}`, before);
  const slices = new TimeSlices();
  const drawNext = async (): Promise<string[]> => {
    if (slices.over) await slices.turn();
    return sequence.sampler
      .draw({ random: random.derive(sequence.next++), size: count })
      .map((triple) => triple.id);
  };
  // After resuming, the sets of earlier orders are drawn once more: what comes next depends on
  // their counts.
  while (sequence.next < before) await drawNext();
  const named = graphNames(graph);
  const sets: string[][] = [];
  for (const [index, order] of orders.entries()) {
    // Drawn for every order, so that the sequence does not depend on what orders name.
    const ids = await drawNext();
    const { entity, relation } = named(order);
    const own =
      entity === undefined && relation === undefined
        ? []
        : graph.sampler().draw({
            random: random.derive("named", before + index),
            size: count,
            entity,
            relation,
          });
    sets.push(own.length === 0 ? ids : own.map((triple) => triple.id));
  }
  return sets;
}

function sequenceOf(graph: KnowledgeGraph, key: string, start: number): Sequence {
  const known = sequences.get(graph);
  if (known?.key === key && known.next <= start) return known;
  const sequence: Sequence = { sampler: graph.sampler(), key, next: 0 };
  sequences.set(graph, sequence);
  return sequence;
}
