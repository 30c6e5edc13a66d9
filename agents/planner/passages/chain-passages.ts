import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { PassageLinks } from "../../../tools/knowledge/search/passage-links.js";
import type { KnowledgeGraph } from "../../../tools/knowledge/graph/knowledge-graph.js";
import { Random } from "../../../base/statistics/random.js";
import type { AgentContext, Knowledge } from "../../contract.js";
import type { SourceQuery, SourceSelector } from "../contract.js";
import { graphNames } from "./named-in-graph.js";
import { dealt } from "./turn-passages.js";

/** Fewest passages of a chain: one is no chain. */
const SHORTEST = 2;
/** Starts that are tried for a chain of the wanted length. */
const TRIED = 12;

const linksOf = new WeakMap<Knowledge, Promise<PassageLinks>>();

/**
 * Chains for questions of several hops: facts along a path of the graph where there is one, else
 * passages of which each shares a name with the one before. As many as the task wants sources, at
 * least two, or a number drawn between its least and most; shorter only where none of twelve starts
 * leads so far. It starts at what the order's conditions name, or at a passage that they brought
 * along.
 */
export const chainPassages = configurable({
  settings: z.strictObject({
    least: countSetting(
      { from: 2, to: 50 },
      "Fewest passages of a chain, whose length is drawn between this and count. Default: " +
        "count.",
    ),
  }),
  make: ({ least }): SourceSelector => ({
    name: "chain",
    async select(query, context) {
      const { knowledge, log } = context;
      const lengths = lengthsOf(query, least, context);
      const chains =
        knowledge.graph === null
          ? await linkedPassages(query, lengths, context)
          : graphPaths(query, lengths, knowledge.graph, context);
      const short = chains.filter((chain, index) => chain.length < lengths[index]!).length;
      if (short > 0)
        log.warn("chains of sources are shorter than wanted: too few passages share a name", {
          orders: short,
          wanted: Math.max(...lengths),
        });
      return chains;
    },
  }),
});

function lengthsOf(
  { orders, count, before }: SourceQuery,
  fewest: number | undefined,
  { task }: AgentContext,
): number[] {
  const most = Math.max(SHORTEST, count);
  const least = Math.min(most, fewest ?? most);
  const random = new Random(task.spec.seed).derive("chain length");
  return orders.map(
    (_order, index) => least + random.derive(before + index).integer(most - least + 1),
  );
}

function graphPaths(
  { orders, before }: SourceQuery,
  lengths: readonly number[],
  graph: KnowledgeGraph,
  { task }: AgentContext,
): string[][] {
  const named = graphNames(graph);
  const random = new Random(task.spec.seed).derive("chain");
  return orders.map((order, index) => {
    const { entity } = named(order);
    const length = lengths[index]!;
    return longest(length, (attempt) =>
      graph
        .walk({
          random: random.derive(before + index, attempt),
          length,
          from: entity,
        })
        .map((triple) => triple.id),
    );
  });
}

async function linkedPassages(
  { orders, before }: SourceQuery,
  lengths: readonly number[],
  { knowledge, task }: AgentContext,
): Promise<string[][]> {
  let links = linksOf.get(knowledge);
  if (!links) linksOf.set(knowledge, (links = PassageLinks.build(knowledge.passages)));
  const found = await links;
  const positions = new Map(knowledge.passages.map((passage, position) => [passage.id, position]));
  const starts = dealt([...positions.keys()], {
    seed: task.spec.seed,
    start: before,
    hands: orders.length + TRIED,
    count: 1,
  });
  const random = new Random(task.spec.seed).derive("chain");
  return orders.map(({ given }, index) =>
    longest(lengths[index]!, (attempt) => {
      const start = positions.get(given[attempt] ?? starts[index + attempt]?.[0] ?? "");
      return start === undefined
        ? []
        : found
            .walk({
              random: random.derive(before + index, attempt),
              length: lengths[index]!,
              start,
            })
            .map((position) => knowledge.passages[position]!.id);
    }),
  );
}

function longest(length: number, walk: (attempt: number) => string[]): string[] {
  let best: string[] = [];
  for (let attempt = 0; attempt < TRIED && best.length < length; attempt++) {
    const found = walk(attempt);
    if (found.length > best.length) best = found;
  }
  return best;
}
