import type { MultiDirectedGraph } from "graphology";
import { caseFold } from "../../../base/text/case-fold.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { KnowledgeTriple } from "../contract.js";
import { readableName } from "./readable-name.js";
import { append } from "../../../base/values/append.js";

/** A value is a node of its own kind, so that an entity and a value of the same name stay apart. */
const LITERAL = "\u0001";

type Graph = MultiDirectedGraph<
  Record<string, never>,
  { readonly triple: KnowledgeTriple; readonly position: number }
>;

/**
 * The triples that an entity takes part in through one relation, in one direction, in the order of
 * the sources.
 */
export interface TripleGroup {
  readonly relation: string;
  /** out: the entity is the subject; in: the object. */
  readonly direction: "out" | "in";
  readonly triples: readonly KnowledgeTriple[];
}

/**
 * Triples as a directed graph in which two entities may be joined by many relations; 0.5 kB a
 * triple with its texts.
 */
export class TripleGraph {
  readonly #graph: Graph;
  readonly #byRelation = new Map<string, KnowledgeTriple[]>();
  readonly #labels: ReadonlyMap<string, string>;
  readonly #groups = new Map<string, readonly TripleGroup[]>();
  #entities: readonly string[] = [];
  #names: Map<string, string> | undefined;

  private constructor(graph: Graph, labels: ReadonlyMap<string, string>) {
    this.#graph = graph;
    this.#labels = labels;
  }

  /** @param triples with distinct ids */
  static async build(
    triples: Iterable<KnowledgeTriple> | AsyncIterable<KnowledgeTriple>,
    labels: ReadonlyMap<string, string> = new Map(),
  ): Promise<TripleGraph> {
    // Loaded when there is a graph: most runs have none.
    const { MultiDirectedGraph } = await import("graphology");
    const built = new TripleGraph(new MultiDirectedGraph(), labels);
    const slices = new TimeSlices();
    for await (const triple of triples) {
      if (slices.over) await slices.turn();
      built.#add(triple);
    }
    built.#entities = built.#graph.filterNodes((node) => !node.startsWith(LITERAL));
    return built;
  }

  #add(triple: KnowledgeTriple): void {
    const object = triple.literal ? LITERAL + triple.object : triple.object;
    this.#graph.mergeNode(triple.subject);
    this.#graph.mergeNode(object);
    this.#graph.addDirectedEdgeWithKey(triple.id, triple.subject, object, {
      triple,
      position: this.#graph.size,
    });
    append(this.#byRelation, triple.relation, triple);
  }

  get size(): number {
    return this.#graph.size;
  }

  /** Every entity, values left out, in the order of their first triple. */
  get entities(): readonly string[] {
    return this.#entities;
  }

  /** Relation -> its triples, in the order of the sources. */
  get relations(): ReadonlyMap<string, readonly KnowledgeTriple[]> {
    return this.#byRelation;
  }

  *triples(): Generator<KnowledgeTriple> {
    for (const { attributes } of this.#graph.edgeEntries()) yield attributes.triple;
  }

  triple(id: string): KnowledgeTriple | null {
    return this.#graph.hasEdge(id) ? this.#graph.getEdgeAttribute(id, "triple") : null;
  }

  has(entity: string): boolean {
    return this.#graph.hasNode(entity);
  }

  label(id: string): string {
    return this.#labels.get(id) ?? readableName(id);
  }

  /**
   * The id of an entity or relation by its id or, case apart, its label; of several with one label
   * the first.
   */
  find(name: string): string | null {
    if (this.#graph.hasNode(name) || this.#byRelation.has(name)) return name;
    this.#names ??= this.#indexNames();
    return this.#names.get(caseFold(name.trim())) ?? null;
  }

  /**
   * What an entity takes part in, by relation and direction: a hub of many triples is few groups.
   */
  groups(entity: string): readonly TripleGroup[] {
    const known = this.#groups.get(entity);
    if (known) return known;
    if (!this.#graph.hasNode(entity)) return [];
    const edges: {
      key: string;
      direction: "out" | "in";
      triple: KnowledgeTriple;
      position: number;
    }[] = [];
    const collect =
      (direction: "out" | "in") =>
      (
        _edge: string,
        { triple, position }: { triple: KnowledgeTriple; position: number },
      ): void => {
        edges.push({ key: `${direction}\u0001${triple.relation}`, direction, triple, position });
      };
    this.#graph.forEachOutEdge(entity, collect("out"));
    this.#graph.forEachInEdge(entity, collect("in"));
    edges.sort((a, b) => a.position - b.position);
    const found = new Map<
      string,
      { relation: string; direction: "out" | "in"; triples: KnowledgeTriple[] }
    >();
    for (const { key, direction, triple } of edges) {
      const group = found.get(key);
      if (group) group.triples.push(triple);
      else found.set(key, { relation: triple.relation, direction, triples: [triple] });
    }
    const groups = [...found.values()];
    this.#groups.set(entity, groups);
    return groups;
  }

  #indexNames(): Map<string, string> {
    const names = new Map<string, string>();
    for (const id of [...this.#entities, ...this.#byRelation.keys()]) {
      const name = caseFold(this.label(id));
      if (!names.has(name)) names.set(name, id);
    }
    return names;
  }
}

/** The other end of a triple as seen from an entity; null where that is a value. */
export function otherEnd(triple: KnowledgeTriple, entity: string): string | null {
  if (triple.subject !== entity) return triple.subject;
  return triple.literal ? null : triple.object;
}
