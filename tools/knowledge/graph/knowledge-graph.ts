import { DatawrightError } from "../../../base/errors.js";
import type { KnowledgeTriple } from "../contract.js";
import { findHyponyms, type HyponymOptions } from "./find-hyponyms.js";
import { findPaths, type FoundPaths, type PathOptions } from "./find-paths.js";
import { randomWalk, type WalkOptions } from "./random-walk.js";
import { otherEnd, TripleGraph } from "./triple-graph.js";
import { TripleSampler } from "./triple-sampler.js";

/** An entity or relation: its id in the sources, and how it is called in texts. */
export interface NamedThing {
  /** Id in the sources. */
  readonly id: string;
  /** How it is called in texts. */
  readonly label: string;
}

/** What is one triple away. */
export interface Neighbour extends NamedThing {
  /** Relation that leads there. */
  readonly relation: string;
  /** out: the entity asked about is the subject; in: the object. */
  readonly direction: "out" | "in";
  /** Triple that says so. */
  readonly triple: KnowledgeTriple;
  /** True where the neighbour is a value, not an entity. */
  readonly literal: boolean;
}

/**
 * The triples of a task's knowledge sources as a graph. Wherever an entity or relation is asked
 * for, its id or its label will do. Everything is in the order of the sources, and every search
 * ends, cycles or not.
 *
 *     const graph = await KnowledgeGraph.of(triples, labels);
 *     graph.hyponyms("animal", { depth: 2 }).map(({ label }) => label);
 *     graph.walk({ random, length: 3 }).map((triple) => graph.sentence(triple));
 */
export class KnowledgeGraph {
  readonly #triples: TripleGraph;

  private constructor(triples: TripleGraph) {
    this.#triples = triples;
  }

  /**
   * @param labels id of an entity or relation -> its label; the readable part of the id where there
   *         is none
   */
  static async of(
    triples: Iterable<KnowledgeTriple> | AsyncIterable<KnowledgeTriple>,
    labels: ReadonlyMap<string, string> = new Map(),
  ): Promise<KnowledgeGraph> {
    return new KnowledgeGraph(await TripleGraph.build(triples, labels));
  }

  get size(): {
    /** All triples, in the order of the sources. */
    readonly triples: number;
    /** Entities of the graph. */
    readonly entities: number;
    /** Relations of the graph. */
    readonly relations: number;
  } {
    return {
      triples: this.#triples.size,
      entities: this.#triples.entities.length,
      relations: this.#triples.relations.size,
    };
  }

  /**
   * All entities, or those on one side of a relation.
   * @throws DATA_NOT_FOUND if there is no such relation
   */
  entities(of?: {
    /** Only those that have this relation. */
    readonly relation: string;
    /** On which side of it they stand. */
    readonly role: "subject" | "object";
  }): NamedThing[] {
    if (of === undefined) return this.#triples.entities.map((id) => this.#named(id));
    const triples = this.#triples.relations.get(this.#known(of.relation)) ?? [];
    const ids = new Set(
      triples
        .filter((triple) => of.role === "subject" || !triple.literal)
        .map((triple) => triple[of.role]),
    );
    return [...ids].map((id) => this.#named(id));
  }

  /** Relations with how many triples each has. */
  relations(): (NamedThing & { readonly count: number })[] {
    return [...this.#triples.relations].map(([id, triples]) => ({
      ...this.#named(id),
      count: triples.length,
    }));
  }

  /** How an entity or relation is called in texts. */
  label(id: string): string {
    return this.#triples.label(id);
  }

  /** Id of an entity or relation by its id or, case apart, its label; null where there is none. */
  find(name: string): string | null {
    return this.#triples.find(name);
  }

  /** The triple of an id, which is the id of its passage too; null for ids of other passages. */
  triple(id: string): KnowledgeTriple | null {
    return this.#triples.triple(id);
  }

  /** All triples, in the order of the sources. */
  triples(): Iterable<KnowledgeTriple> {
    return this.#triples.triples();
  }

  /** A triple as its passage says it: "Marie Curie — award received — Nobel Prize in Physics". */
  sentence({ subject, relation, object, literal }: KnowledgeTriple): string {
    return [this.label(subject), this.label(relation), literal ? object : this.label(object)].join(
      " — ",
    );
  }

  /** What is one triple away from an entity, values too. @throws DATA_NOT_FOUND */
  neighbours(
    entity: string,
    options: {
      /** Only by this relation. */
      readonly relation?: string;
      /** Which way triples are followed. Default: both. */
      readonly direction?: "out" | "in";
    } = {},
  ): Neighbour[] {
    const id = this.#known(entity);
    const relation = options.relation === undefined ? undefined : this.#known(options.relation);
    return this.#triples
      .groups(id)
      .filter(
        (group) =>
          (relation === undefined || group.relation === relation) &&
          (options.direction === undefined || group.direction === options.direction),
      )
      .flatMap((group) =>
        group.triples.map((triple): Neighbour => {
          const other = group.direction === "out" ? triple.object : triple.subject;
          const literal = group.direction === "out" && triple.literal;
          return {
            id: other,
            label: literal ? other : this.label(other),
            relation: group.relation,
            direction: group.direction,
            triple,
            literal,
          };
        }),
      );
  }

  /**
   * Paths between two entities, shortest first, in whichever direction the triples point.
   * @throws DATA_NOT_FOUND
   */
  paths(from: string, to: string, options: PathOptions = {}): FoundPaths {
    return findPaths(this.#triples, { from: this.#known(from), to: this.#known(to) }, options);
  }

  /**
   * A seeded walk over at most `length` triples that enters no entity twice.
   * @throws DATA_NOT_FOUND
   */
  walk(options: WalkOptions): KnowledgeTriple[] {
    return randomWalk(
      this.#triples,
      options.from === undefined ? options : { ...options, from: this.#known(options.from) },
    );
  }

  /** Entities on the walk's way: where it starts, and where each triple leads to. */
  entitiesOf(walk: readonly KnowledgeTriple[]): NamedThing[] {
    const [first, second] = walk;
    if (!first) return [];
    const startsAtObject =
      !first.literal &&
      second !== undefined &&
      (second.subject === first.subject || (!second.literal && second.object === first.subject));
    const ids: string[] = [startsAtObject ? first.object : first.subject];
    for (const triple of walk) {
      const next = otherEnd(triple, ids.at(-1)!);
      if (next !== null) ids.push(next);
    }
    return ids.map((id) => this.#named(id));
  }

  /**
   * Everything narrower than an entity, with how many steps below, nearest first.
   * @throws DATA_NOT_FOUND
   */
  hyponyms(
    entity: string,
    options: HyponymOptions = {},
  ): (NamedThing & { readonly depth: number })[] {
    return findHyponyms(this.#triples, this.#known(entity), options).map(({ id, depth }) => ({
      ...this.#named(id),
      depth,
    }));
  }

  /**
   * Draws coherent sets of triples that cover the relations evenly; each sampler counts for itself.
   */
  sampler(): TripleSampler {
    return new TripleSampler(this.#triples);
  }

  #named(id: string): NamedThing {
    return { id, label: this.label(id) };
  }

  #known(name: string): string {
    const id = this.#triples.find(name);
    if (id !== null) return id;
    throw new DatawrightError({
      code: "DATA_NOT_FOUND",
      message: `the knowledge graph has no entity or relation ${JSON.stringify(name)}`,
      hint:
        "Give its id or its label as the sources write it; `entities()` and `relations()` " +
        "list them.",
    });
  }
}
