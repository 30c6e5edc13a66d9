/** A piece of a source, short enough to stand in a prompt. */
export interface KnowledgePassage {
  /** The same as long as the source's id and this text stay, whatever changes around it. */
  readonly id: string;
  /** The words. */
  readonly text: string;
  /** Which source it is from: its id, or its path as the task names it. */
  readonly source: string;
}

/** One fact of a graph: it is also a passage of the same id, "subject — relation — object". */
export interface KnowledgeTriple {
  /** Unique among all sources. */
  readonly id: string;
  /**
   * Ids of entities and of the relation: an IRI, or the name itself. Names for texts are
   * `graph.label(id)`.
   */
  readonly subject: string;
  /** Id of the relation. */
  readonly relation: string;
  /** Id or value of what is said. */
  readonly object: string;
  /**
   * True where the object is a value (a date, a number, a text) and no entity: walks and paths end
   * there.
   */
  readonly literal: boolean;
  /** As the source weighs it; 1 where it does not. */
  readonly weight: number;
  /** Id of the source. */
  readonly source: string;
}

/**
 * A fact as a source hands it over, before it has an id. Of texts of one subject and relation only
 * those of the lowest `order` are kept: the ones in the language that suits best.
 */
export type RawTriple = Pick<KnowledgeTriple, "subject" | "relation" | "object"> &
  Partial<Pick<KnowledgeTriple, "literal" | "weight">> & {
    readonly order?: number;
    /** True where the object only looks like a value: what is a subject elsewhere is an entity. */
    readonly guessed?: boolean;
  };

/** How an entity or a relation is called in texts. */
export interface KnowledgeLabel {
  readonly of: string;
  readonly text: string;
  /** Of several labels the one of the lowest order is taken, and of equals the first. */
  readonly order: number;
}

/**
 * What a source hands over, one after the other. A problem is something that could not be used: it
 * is told, not dropped.
 */
export type KnowledgeItem =
  | { readonly passage: KnowledgePassage }
  | { readonly triple: RawTriple }
  | { readonly label: KnowledgeLabel }
  | { readonly problem: string };

/**
 * Where facts come from. Two members, or three where it can be asked; items come in the source's
 * order, the same every time.
 *
 *     const motto: KnowledgeSource = {
 *       id: "motto",
 *       async *read() {
 *         yield { passage: { id: "motto#1", text: "Measure twice, cut once.", source: "motto" } };
 *       },
 *     };
 */
export interface KnowledgeSource {
  readonly id: string;
  read(): AsyncIterable<KnowledgeItem>;
  /**
   * Passages that the source itself finds for a query, best first; for sources that are too large
   * to be read.
   */
  search?(query: string, k: number): Promise<readonly KnowledgePassage[]>;
}

/** How passages are found: by words (BM25), by embedding, or by both ranks fused. */
export type SearchMethod = "words" | "embedding" | "both";
