import type { KnowledgeTriple } from "../contract.js";
import { otherEnd, type TripleGraph } from "./triple-graph.js";

/** Entities looked at before a search gives up. */
const MOST_VISITED = 200_000;

export interface PathOptions {
  /** Most triples of a path. Default: 3. */
  readonly longest?: number;
  /** Most paths. Default: 10. */
  readonly most?: number;
}

export interface FoundPaths {
  /**
   * Each path as its triples from one end to the other, in whichever direction each of them points;
   * shortest first.
   */
  readonly paths: readonly (readonly KnowledgeTriple[])[];
  /** False where there are more paths, or may be. */
  readonly complete: boolean;
}

/**
 * Paths between two entities that pass no entity twice, shortest first. Ends on cyclic graphs and
 * on hubs: only entities from which the end can still be reached are entered, and at most 200,000
 * are looked at.
 */
export function findPaths(
  graph: TripleGraph,
  ends: { readonly from: string; readonly to: string },
  { longest = 3, most = 10 }: PathOptions = {},
): FoundPaths {
  if (ends.from === ends.to || !graph.has(ends.from) || !graph.has(ends.to))
    return { paths: [], complete: true };
  const { distance, complete } = distancesTo(graph, ends.to, longest);
  const paths: KnowledgeTriple[][] = [];
  let visited = 0;
  let stopped = false;
  const path: KnowledgeTriple[] = [];
  const passed = new Set<string>([ends.from]);
  /** Extends the path to exactly `left` more triples. */
  const extend = (at: string, left: number): void => {
    for (const { triples } of graph.groups(at)) {
      for (const triple of triples) {
        const next = otherEnd(triple, at);
        if (next === null || passed.has(next) || (distance.get(next) ?? Infinity) > left - 1)
          continue;
        if (stopped || ++visited > MOST_VISITED) {
          stopped = true;
          return;
        }
        if (next === ends.to) {
          // Reached too early: that path was found at its own length.
          if (left > 1) continue;
          if (paths.length === most) stopped = true;
          else paths.push([...path, triple]);
          continue;
        }
        path.push(triple);
        passed.add(next);
        extend(next, left - 1);
        passed.delete(next);
        path.pop();
      }
    }
  };
  for (let length = distance.get(ends.from) ?? Infinity; length <= longest && !stopped; length++)
    extend(ends.from, length);
  return { paths, complete: complete && !stopped };
}

/** How many triples each entity within reach is away from one. */
function distancesTo(
  graph: TripleGraph,
  target: string,
  longest: number,
): { distance: Map<string, number>; complete: boolean } {
  const distance = new Map<string, number>([[target, 0]]);
  let edge = [target];
  for (let step = 1; step <= longest && edge.length > 0; step++) {
    const next: string[] = [];
    for (const entity of edge) {
      for (const { triples } of graph.groups(entity)) {
        for (const triple of triples) {
          const other = otherEnd(triple, entity);
          if (other === null || distance.has(other)) continue;
          if (distance.size >= MOST_VISITED) return { distance, complete: false };
          distance.set(other, step);
          next.push(other);
        }
      }
    }
    edge = next;
  }
  return { distance, complete: true };
}
