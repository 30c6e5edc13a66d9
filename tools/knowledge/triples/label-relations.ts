import { languageOrder } from "../language-order.js";

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

/** The order of a label among those of its entity: language first, then the relation; null where the relation gives no label. */
export function labelOrder(relation: string, tag: string, preferred: string): number | null {
  const rank = RANKS.get(relation);
  return rank === undefined ? null : languageOrder(tag, preferred) * RANKS.size + rank;
}
