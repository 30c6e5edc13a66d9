import type { Random } from "../../../base/statistics/random.js";
import type { KnowledgeTriple } from "../contract.js";
import { otherEnd, type TripleGraph } from "./triple-graph.js";

export interface WalkOptions {
  readonly random: Random;
  /** Most triples of the walk. */
  readonly length: number;
  /** Entity where it starts. Default: one drawn from all. */
  readonly from?: string;
}

/**
 * A seeded walk: each triple shares an entity with the one before, no entity is entered twice, and
 * a value ends it. A relation is drawn first and one of its triples second, so that at a hub a
 * frequent relation does not hide the others.
 *
 * @returns the triples in order; fewer than `length` where the walk can go no further, none in an
 *         empty graph
 */
export function randomWalk(
  graph: TripleGraph,
  { random, length, from }: WalkOptions,
): KnowledgeTriple[] {
  if (from === undefined && graph.entities.length === 0) return [];
  let at: string | null = from ?? random.pick(graph.entities);
  const entered = new Set<string>([at]);
  const walk: KnowledgeTriple[] = [];
  while (at !== null && walk.length < length) {
    const step: KnowledgeTriple | null = stepFrom(graph, at, entered, random);
    if (step === null) break;
    walk.push(step);
    at = otherEnd(step, at);
    if (at !== null) entered.add(at);
  }
  return walk;
}

/** Relations in random order, and of the first that leads on, a random triple that does. */
function stepFrom(
  graph: TripleGraph,
  at: string,
  entered: ReadonlySet<string>,
  random: Random,
): KnowledgeTriple | null {
  const leadsOn = (triple: KnowledgeTriple): boolean => {
    const next = otherEnd(triple, at);
    return next === null || !entered.has(next);
  };
  for (const { triples } of random.shuffle(graph.groups(at))) {
    const drawn = random.pick(triples);
    if (leadsOn(drawn)) return drawn;
    const others = triples.filter(leadsOn);
    if (others.length > 0) return random.pick(others);
  }
  return null;
}
