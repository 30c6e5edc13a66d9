import type { Random } from "../../../base/statistics/random.js";
import type { KnowledgeTriple } from "../contract.js";
import type { TripleGraph } from "./triple-graph.js";
import { append } from "../../../base/values/append.js";

/** A relation drawn twice as often as another is 2^4 times less likely to be drawn next. */
const EVENNESS = 4;
/** Of so many random triples of a relation the one that was used least is taken. */
const TRIED = 4;

export interface SampleOptions {
  readonly random: Random;
  /** Most triples of the set. */
  readonly size: number;
  /**
   * Relation of the first triple, as far as the entity has it. Default: drawn, the rarest so far
   * first.
   */
  readonly relation?: string | undefined;
  /** Entity that the first triple has. Default: any. */
  readonly entity?: string | undefined;
}

/**
 * Draws coherent sets of triples so that every relation is covered about evenly (SynthIE, Josifoski
 * et al. 2023).
 *
 * The first triple is of a relation drawn with weight (1 + count)^-4, its count over all sets so
 * far; each further one shares an entity with those before, its relation drawn by the same weights
 * among those that are at hand. Counts move with every triple drawn.
 */
export class TripleSampler {
  readonly #graph: TripleGraph;
  readonly #counts = new Map<string, number>();
  readonly #used = new Map<string, number>();

  constructor(graph: TripleGraph) {
    this.#graph = graph;
  }

  /** Relation -> triples drawn so far; 0 for those that never were. */
  get counts(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#graph.relations.keys()].map((relation) => [
        relation,
        this.#counts.get(relation) ?? 0,
      ]),
    );
  }

  /**
   * @returns 1 to `size` triples; fewer than `size` only where no other triple shares an entity;
   *         none in an empty graph
   */
  draw({ random, size, relation, entity }: SampleOptions): KnowledgeTriple[] {
    const first = this.#first({ random, relation, entity });
    if (!first) return [];
    const set = [first];
    const ids = new Set([first.id]);
    this.#count(first);
    while (set.length < size) {
      const entities = new Set(
        set.flatMap((triple) =>
          triple.literal ? [triple.subject] : [triple.subject, triple.object],
        ),
      );
      const next = this.#from([...entities], ids, random);
      if (!next) break;
      set.push(next);
      ids.add(next.id);
      this.#count(next);
    }
    return set;
  }

  #first({
    random,
    relation: wanted,
    entity,
  }: Omit<SampleOptions, "size">): KnowledgeTriple | null {
    const none: ReadonlySet<string> = new Set();
    const groups = entity === undefined ? [] : this.#graph.groups(entity);
    const both = groups
      .filter(({ relation }) => relation === wanted)
      .flatMap(({ triples }) => triples);
    if (both.length > 0) return this.#leastUsed(both, none, random);
    if (entity !== undefined && groups.length > 0) return this.#from([entity], none, random);
    const relations = [...this.#graph.relations.keys()];
    if (relations.length === 0) return null;
    const relation =
      wanted !== undefined && this.#graph.relations.has(wanted)
        ? wanted
        : relations[random.weighted(this.#weights(relations))]!;
    return this.#leastUsed(this.#graph.relations.get(relation)!, none, random);
  }

  /** A triple that one of the entities takes part in and that is not in the set yet, or null. */
  #from(
    entities: readonly string[],
    taken: ReadonlySet<string>,
    random: Random,
  ): KnowledgeTriple | null {
    // By relation, then by place: an entity that has a relation a thousand times counts like one
    // that has it once.
    const open = new Map<string, (readonly KnowledgeTriple[])[]>();
    for (const entity of entities) {
      for (const { relation, triples } of this.#graph.groups(entity)) {
        if (triples.length <= taken.size && triples.every((triple) => taken.has(triple.id)))
          continue;
        append(open, relation, triples);
      }
    }
    if (open.size === 0) return null;
    const relations = [...open.keys()];
    const relation = relations[random.weighted(this.#weights(relations))]!;
    return this.#leastUsed(random.pick(open.get(relation)!), taken, random);
  }

  #weights(relations: readonly string[]): number[] {
    const counts = relations.map((relation) => this.#counts.get(relation) ?? 0);
    // Relative to the rarest, so that large counts keep their differences.
    const least = counts.reduce((a, b) => Math.min(a, b), Infinity);
    return counts.map((count) => ((1 + least) / (1 + count)) ** EVENNESS);
  }

  #leastUsed(
    triples: readonly KnowledgeTriple[],
    taken: ReadonlySet<string>,
    random: Random,
  ): KnowledgeTriple | null {
    let best: KnowledgeTriple | null = null;
    for (let tried = 0; tried < TRIED; tried++) {
      const triple = random.pick(triples);
      if (taken.has(triple.id)) continue;
      if (best === null || (this.#used.get(triple.id) ?? 0) < (this.#used.get(best.id) ?? 0))
        best = triple;
    }
    if (best !== null) return best;
    const left = triples.filter((triple) => !taken.has(triple.id));
    return left.length === 0 ? null : random.pick(left);
  }

  #count(triple: KnowledgeTriple): void {
    this.#counts.set(triple.relation, (this.#counts.get(triple.relation) ?? 0) + 1);
    this.#used.set(triple.id, (this.#used.get(triple.id) ?? 0) + 1);
  }
}
