import type { KnowledgeTriple } from "../../tools/knowledge/contract.js";
import { KnowledgeGraph } from "../../tools/knowledge/graph/knowledge-graph.js";
import { Random } from "../../base/statistics/random.js";

/**
 * Triples written as "subject relation object", an object in quotes being a value; ids are t0, t1 …
 */
export function madeTriples(lines: readonly string[]): KnowledgeTriple[] {
  return lines.map((line, index) => {
    const [subject = "", relation = "", ...rest] = line.split(" ");
    const object = rest.join(" ");
    const literal = object.startsWith('"');
    return {
      id: `t${index}`,
      subject,
      relation,
      object: literal ? object.slice(1, -1) : object,
      literal,
      weight: 1,
      source: "made",
    };
  });
}

export function madeGraph(
  lines: readonly string[],
  labels: Readonly<Record<string, string>> = {},
): Promise<KnowledgeGraph> {
  return KnowledgeGraph.of(madeTriples(lines), new Map(Object.entries(labels)));
}

/**
 * A graph whose relations are as unevenly frequent as in real ones (Zipf, exponent 1.2) and whose
 * hubs have most triples.
 */
export function skewedTriples({
  triples,
  relations,
  entities,
  seed = 7,
}: {
  readonly triples: number;
  readonly relations: number;
  readonly entities: number;
  readonly seed?: number;
}): KnowledgeTriple[] {
  const random = new Random(seed);
  const weights = Array.from({ length: relations }, (_unused, rank) => 1 / (rank + 1) ** 1.2);
  const hub = (): number => Math.floor(entities * random.next() ** 3);
  return Array.from({ length: triples }, (_unused, index) => ({
    id: `t${index}`,
    subject: `e${hub()}`,
    relation: `r${random.weighted(weights)}`,
    object: `e${hub()}`,
    literal: false,
    weight: 1,
    source: "made",
  }));
}
