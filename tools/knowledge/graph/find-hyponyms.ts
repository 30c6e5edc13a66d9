import { caseFold } from "../../../base/text/case-fold.js";
import { readableName } from "./readable-name.js";
import type { TripleGraph } from "./triple-graph.js";

/** Names of relations from the narrower to the broader, however they are written. */
const TO_BROADER = new Set([
  "is a kind of",
  "is kind of",
  "kind of",
  "is a",
  "isa",
  "is a type of",
  "type of",
  "hypernym",
  "subclass of",
  "sub class of",
  "subtype of",
  "broader",
  "broader transitive",
  "p279",
]);
const TO_NARROWER = new Set([
  "hyponym",
  "narrower",
  "narrower transitive",
  "has subclass",
  "has subtype",
  "has kind",
]);
const TO_CLASS = new Set(["type", "is an instance of", "instance of", "instance hypernym", "p31"]);
const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

export interface HyponymOptions {
  /** Most steps down. Default: all. */
  readonly depth?: number;
  /** True to take instances (rdf:type, "instance of") as well as kinds. Default: false. */
  readonly instances?: boolean;
  /**
   * Relations, by id or label, that lead from the narrower to the broader, in place of the usual
   * ones.
   */
  readonly relations?: readonly string[];
}

/**
 * Everything narrower than an entity, with how many steps below it stands, nearest first. Each
 * once, so that a cycle ends.
 */
export function findHyponyms(
  graph: TripleGraph,
  entity: string,
  options: HyponymOptions = {},
): { readonly id: string; readonly depth: number }[] {
  const direction = directions(graph, options);
  const seen = new Set([entity]);
  const found: { id: string; depth: number }[] = [];
  let level = [entity];
  for (let depth = 1; depth <= (options.depth ?? Infinity) && level.length > 0; depth++) {
    const next: string[] = [];
    for (const above of level) {
      for (const group of graph.groups(above)) {
        if (direction.get(group.relation) !== group.direction) continue;
        for (const triple of group.triples) {
          const below = group.direction === "in" ? triple.subject : triple.object;
          if (triple.literal || seen.has(below)) continue;
          seen.add(below);
          found.push({ id: below, depth });
          next.push(below);
        }
      }
    }
    level = next;
  }
  return found;
}

/** Relation -> on which side of its triples the broader entity finds the narrower one. */
function directions(
  graph: TripleGraph,
  { instances = false, relations }: HyponymOptions,
): Map<string, "in" | "out"> {
  const found = new Map<string, "in" | "out">();
  if (relations) {
    for (const name of relations) found.set(graph.find(name) ?? name, "in");
    return found;
  }
  for (const relation of graph.relations.keys()) {
    const names =
      relation === RDF_TYPE
        ? ["type"]
        : [readableName(relation), graph.label(relation)].map((name) =>
            caseFold(name).replace(/[_-]+/gu, " "),
          );
    if (names.some((name) => TO_BROADER.has(name) || (instances && TO_CLASS.has(name))))
      found.set(relation, "in");
    else if (names.some((name) => TO_NARROWER.has(name))) found.set(relation, "out");
  }
  return found;
}
