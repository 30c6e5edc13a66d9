import type { KnowledgeItem } from "../contract.js";

/** Relations that say how a thing is called, best first. */
const LABEL_RELATIONS: readonly (readonly string[])[] = [
  ["http://www.w3.org/2000/01/rdf-schema#label"],
  ["http://www.w3.org/2004/02/skos/core#prefLabel"],
  ["http://schema.org/name", "https://schema.org/name"],
  ["http://xmlns.com/foaf/0.1/name"],
];
const RANKS = new Map(
  LABEL_RELATIONS.flatMap((iris, rank) => iris.map((iri): [string, number] => [iri, rank])),
);

/**
 * The order of a label among those of its entity: language first, then the relation; null where the
 * relation gives no label.
 */
function labelOrder(relation: string, tag: string, preferred: string): number | null {
  const rank = RANKS.get(relation);
  return rank === undefined ? null : languageOrder(tag, preferred) * RANKS.size + rank;
}

/** What is read of an RDF term, whichever parser made it. */
export interface Term {
  readonly termType: string;
  readonly value: string;
  readonly language?: string;
}
export interface Quad {
  readonly subject: Term;
  readonly predicate: Term;
  readonly object: Term;
}

/** Turns the statements of one file into facts and labels. */
export class QuadItems {
  readonly #language: string;
  readonly #file: string;
  readonly #blank = new Map<string, string>();

  /**
   * @param file name of the file within its source: blank nodes of two files are different things
   */
  constructor(options: { readonly language: string; readonly file: string }) {
    this.#language = options.language;
    this.#file = options.file;
  }

  /** Labels become labels, everything else a fact; which graph a statement is in does not count. */
  *of({ subject, predicate, object }: Quad): Generator<KnowledgeItem> {
    if (subject.termType === "Quad" || object.termType === "Quad") {
      yield { problem: `a statement about a statement (${predicate.value}) is not read` };
      return;
    }
    const about = this.#id(subject);
    const isLiteral = object.termType === "Literal";
    const tag = object.language ?? "";
    const order = isLiteral ? labelOrder(predicate.value, tag, this.#language) : null;
    if (order !== null) yield { label: { of: about, text: object.value, order } };
    else if (isLiteral)
      yield {
        triple: {
          subject: about,
          relation: predicate.value,
          object: object.value.trim(),
          literal: true,
          order: languageOrder(tag, this.#language),
        },
      };
    else yield { triple: { subject: about, relation: predicate.value, object: this.#id(object) } };
  }

  /**
   * Parsers number blank nodes over all that they ever read: here by their order in the file, so
   * that ids stay the same.
   */
  #id(term: Term): string {
    if (term.termType !== "BlankNode") return term.value;
    let id = this.#blank.get(term.value);
    if (id === undefined)
      this.#blank.set(
        term.value,
        (id = `_:${this.#file === "" ? "" : `${this.#file}/`}${this.#blank.size + 1}`),
      );
    return id;
  }
}

/**
 * How well a text in one language suits readers of another; lower is better: the same tag, the same
 * language, no tag, English, any other.
 */
function languageOrder(tag: string, preferred: string): number {
  const found = tag.toLowerCase();
  const wanted = preferred.toLowerCase();
  if (found === wanted) return 0;
  if (found !== "" && base(found) === base(wanted)) return 1;
  if (found === "") return 2;
  return base(found) === "en" ? 3 : 4;
}

function base(tag: string): string {
  return tag.split("-")[0] ?? tag;
}
