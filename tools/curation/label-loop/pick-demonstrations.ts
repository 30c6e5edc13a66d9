import { innerProduct } from "../../../base/statistics/inner-product.js";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Demonstration } from "./contract.js";

/** A row of the agreement set. */
export interface PoolRow {
  readonly demonstration: Demonstration;
  readonly class: number;
  readonly vector: Float32Array;
  /** Index of the row that it is, so that no row is shown to itself; -1 for support rows. */
  readonly row: number;
}

export interface DemonstrationQuery {
  readonly row: number;
  readonly vector: Float32Array;
  /** Probability of each class, the row's own answer included. */
  readonly posterior: Float64Array;
}

/** Most confident rows of a class that are compared with a query. */
const POOL_OF_CLASS = 200;
/** Classes are shown until this much probability is covered. */
const COVERED = 0.99;
/** At least so many classes are shown, so that a wrong answer meets its rival. */
const LEAST_CLASSES = 2;
const QUERIES_A_TURN = 32;

/**
 * Demonstrations that could correct each query: its nearest confident rows from each class that it
 * may belong to, most probable class first, until the classes cover the probability or the places
 * are used up; places left over go to second neighbours.
 */
export async function pickDemonstrations(
  queries: readonly DemonstrationQuery[],
  pool: readonly PoolRow[],
  places: number,
): Promise<Demonstration[][]> {
  const ofClass = new Map<number, PoolRow[]>();
  for (const row of [...pool].sort(
    (a, b) => b.demonstration.confidence - a.demonstration.confidence || a.row - b.row,
  )) {
    const rows = ofClass.get(row.class);
    if (rows === undefined) ofClass.set(row.class, [row]);
    else if (rows.length < POOL_OF_CLASS) rows.push(row);
  }
  const picked: Demonstration[][] = [];
  for (const [index, query] of queries.entries()) {
    if (index % QUERIES_A_TURN === QUERIES_A_TURN - 1) await nextTurn();
    picked.push(forQuery(query, ofClass, places));
  }
  return picked;
}

function forQuery(
  query: DemonstrationQuery,
  ofClass: ReadonlyMap<number, readonly PoolRow[]>,
  places: number,
): Demonstration[] {
  const { posterior } = query;
  const likely = [...posterior.keys()]
    .filter((label) => ofClass.has(label))
    .sort((a, b) => posterior[b]! - posterior[a]! || a - b);
  const shown: number[] = [];
  for (
    let covered = 0;
    shown.length < Math.min(places, likely.length) &&
    (covered < COVERED || shown.length < LEAST_CLASSES);
  ) {
    const label = likely[shown.length]!;
    shown.push(label);
    covered += posterior[label]!;
  }
  const neighbours = shown.map((label) => nearest(query, ofClass.get(label)!));
  const deepest = Math.max(0, ...neighbours.map((rows) => rows.length));
  const result: Demonstration[] = [];
  for (let depth = 0; depth < deepest && result.length < places; depth++) {
    for (const rows of neighbours)
      if (depth < rows.length && result.length < places) result.push(rows[depth]!.demonstration);
  }
  return result;
}

function nearest(query: DemonstrationQuery, rows: readonly PoolRow[]): PoolRow[] {
  return rows
    .filter((row) => row.row !== query.row)
    .map((row) => ({ row, similarity: innerProduct(query.vector, row.vector) }))
    .sort((a, b) => b.similarity - a.similarity || a.row.row - b.row.row)
    .map(({ row }) => row);
}
