import { setImmediate as nextTurn } from "node:timers/promises";
import type { NeighbourGraph } from "./neighbour-graph.js";

/**
 * Taking a row touches its voters' targets, so many of these are looked at before the event loop
 * turns.
 */
const TARGETS_A_TURN = 1 << 20;
/**
 * Votes are counted in whole parts of this: their sums are then exact, whatever their order, and
 * equal scores are equal.
 */
const ONE_VOTE = 2 ** 36;

/**
 * Votes of a graph, chosen one at a time: the score of v is the sum over the rows u that vote for
 * it of discount^-(chosen rows that u votes for). Taking a row lowers the scores of its voters'
 * other targets; scores only fall, so a heap with late updates finds the best.
 */
export class VoteSelection {
  readonly #graph: NeighbourGraph;
  readonly #discount: number;
  readonly #voters: { readonly starts: Int32Array; readonly list: Int32Array };
  /** Of how many taken rows each row is a voter. */
  readonly #met: Int32Array;
  readonly #scores: Float64Array;
  readonly #taken: Uint8Array;
  #touched = 0;

  constructor(graph: NeighbourGraph, discount: number) {
    this.#graph = graph;
    this.#discount = discount;
    this.#voters = votersOf(graph);
    const size = graph.counts.length;
    this.#met = new Int32Array(size);
    this.#scores = Float64Array.from(
      { length: size },
      (_, row) => (this.#voters.starts[row + 1]! - this.#voters.starts[row]!) * ONE_VOTE,
    );
    this.#taken = new Uint8Array(size);
  }

  /** Takes up to `count` of the candidates, best first; ties go to the lower row. */
  async best(
    count: number,
    candidates: Iterable<number> = this.#graph.counts.keys(),
  ): Promise<number[]> {
    const heap = new ScoreHeap();
    for (const row of candidates) if (this.#taken[row] === 0) heap.push(row, this.#scores[row]!);
    const chosen: number[] = [];
    while (chosen.length < count && heap.size > 0) {
      const { row, score } = heap.pop();
      if (this.#scores[row]! < score) {
        heap.push(row, this.#scores[row]!);
        continue;
      }
      this.#take(row);
      chosen.push(row);
      if (this.#touched < TARGETS_A_TURN) continue;
      this.#touched = 0;
      await nextTurn();
    }
    return chosen;
  }

  #take(row: number): void {
    this.#taken[row] = 1;
    const { starts, list } = this.#voters;
    const { width, targets, counts } = this.#graph;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const voter = list[at]!;
      const met = this.#met[voter]!++;
      const fall = this.#worth(met) - this.#worth(met + 1);
      for (let place = voter * width; place < voter * width + counts[voter]!; place++)
        this.#scores[targets[place]!]! -= fall;
      this.#touched += counts[voter]!;
    }
  }

  /** What a vote counts of a row that voted for so many taken ones. */
  #worth(met: number): number {
    return Math.round(ONE_VOTE * this.#discount ** -met);
  }
}

function votersOf({ width, targets, counts }: NeighbourGraph): {
  starts: Int32Array;
  list: Int32Array;
} {
  const size = counts.length;
  const starts = new Int32Array(size + 1);
  for (let at = 0; at < targets.length; at++) if (targets[at]! >= 0) starts[targets[at]! + 1]!++;
  for (let row = 0; row < size; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice();
  const list = new Int32Array(starts[size]!);
  for (let row = 0; row < size; row++)
    for (let at = 0; at < counts[row]!; at++) list[next[targets[row * width + at]!]!++] = row;
  return { starts, list };
}

/** Largest score first, then the lower row. */
class ScoreHeap {
  readonly #entries: { row: number; score: number }[] = [];

  get size(): number {
    return this.#entries.length;
  }

  push(row: number, score: number): void {
    const entries = this.#entries;
    let at = entries.push({ row, score }) - 1;
    for (
      let parent = (at - 1) >> 1;
      at > 0 && this.#before(at, parent);
      at = parent, parent = (at - 1) >> 1
    )
      this.#swap(at, parent);
  }

  pop(): { row: number; score: number } {
    const entries = this.#entries;
    const top = entries[0]!;
    const last = entries.pop()!;
    if (entries.length === 0) return top;
    entries[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const best = [left, left + 1].reduce(
        (found, child) => (child < entries.length && this.#before(child, found) ? child : found),
        at,
      );
      if (best === at) return top;
      this.#swap(at, best);
      at = best;
    }
  }

  #before(a: number, b: number): boolean {
    const [one, other] = [this.#entries[a]!, this.#entries[b]!];
    return one.score > other.score || (one.score === other.score && one.row < other.row);
  }

  #swap(a: number, b: number): void {
    const held = this.#entries[a]!;
    this.#entries[a] = this.#entries[b]!;
    this.#entries[b] = held;
  }
}
