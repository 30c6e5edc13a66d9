import { LRUCache } from "lru-cache";
import { notationOf, type Notation } from "../../base/text/notation.js";
import { NumberColumn } from "../../base/values/number-column.js";
import { innerProduct, vectorLength } from "../../base/statistics/inner-product.js";
import { SketchedVectors, type IdsByNumber } from "../../memory/vectors/sketched-vectors.js";
import { VectorsOnDisk } from "../../memory/vectors/vectors-on-disk.js";
import type { Neighbour } from "../../memory/vectors/vector-index.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import { EntriesOnDisk } from "../../tools/novelty/entries-on-disk.js";
import { NoveltyIndex } from "../../tools/novelty/novelty-index.js";

export interface NoveltyEntry {
  readonly id: string;
  readonly text: string;
  readonly vector: Float32Array | null;
  readonly round: number;
}

/** A copy found: which earlier text it is too close to, and by which measure. */
export interface NoveltyMatch {
  readonly id: string;
  readonly round: number;
  readonly measure: "rouge-l" | "vector";
  readonly value: number;
}

const MOST_REMEMBERED = 10_000;
/** Neighbours looked at for one of the same notation: templates have many of others. */
const AMONG_NOTATIONS = 16;

/** How many texts and vectors there were once a round was sealed; they come in the order of rounds. */
interface SealedSize {
  readonly round: number;
  texts: number;
  vectors: number;
}

/**
 * Everything that a new text is compared with: support rows (round -1) and accepted samples in the
 * order of acceptance.
 *
 * Rounds r and r+1 are in flight together; drafts of r may see rounds up to r-2 only. Both indexes
 * are sequences that are asked up to a place: what is accepted meanwhile changes no answer.
 */
export class RunNovelty {
  /** Numbers of a vector. */
  readonly dimension: number;
  readonly #spec: TaskSpec;
  readonly #text: NoveltyIndex;
  readonly #notation: Notation;
  readonly #vectors: SketchedVectors;
  readonly #close: () => void;
  #inRound: RoundVector[] = [];
  readonly #through: SealedSize[] = [];
  /**
   * Texts that are like none of the first so many: what a critic has asked the gate need not ask
   * again.
   */
  readonly #novelAmong = new LRUCache<string, number>({ max: MOST_REMEMBERED });

  constructor(spec: TaskSpec, dimension: number) {
    this.dimension = dimension;
    this.#spec = spec;
    this.#notation = taskNotation(spec) ?? "ignore";
    const { rougeL: maxRougeL, vectorDistance: within, index } = spec.critique;
    const [text, vector] = [
      { maxRougeL, notation: this.#notation },
      { dimension, within },
    ];
    if (index === "memory") {
      this.#text = new NoveltyIndex(text);
      this.#vectors = new SketchedVectors(vector);
      this.#close = () => {};
      return;
    }
    this.#text = new NoveltyIndex(text, new EntriesOnDisk());
    const vectors = new VectorsOnDisk(dimension);
    this.#vectors = new SketchedVectors({ ...vector, vectors, ids: idsOf(this.#text) });
    this.#close = () => {
      this.#text.entries.close();
      vectors.close();
    };
  }

  /** Gives back what is on disk. */
  close(): void {
    this.#close();
  }

  get size(): number {
    return this.#text.size;
  }

  /**
   * Adds a support row or an accepted sample; call in the order of acceptance, support rows first.
   */
  add(entry: NoveltyEntry): void {
    if (this.#text.entries.numberOf(entry.id) !== undefined) return;
    this.#text.add(entry.id, entry.text, entry.round);
    let last = this.#through.at(-1);
    if (last === undefined || last.round < entry.round) {
      last = { round: entry.round, texts: this.size - 1, vectors: this.#vectors.size };
      this.#through.push(last);
      // Where an index is filled no gate is opened: the vectors of all rounds would be held twice.
      this.#inRound = [];
    }
    last.texts += 1;
    if (entry.vector === null) return;
    this.#vectors.add(entry.id, entry.vector);
    last.vectors += 1;
    if (entry.round >= 0) this.#inRound.push(roundVector(entry.id, entry.vector));
  }

  /** What a draft of `round` may see: rounds up to round-2. */
  similarText(text: string, round: number): { id: string; rougeL: number } | null {
    const similar = this.#text.nearest(text, { maxRound: round - 2 });
    if (similar === null) {
      this.#novelAmong.set(text, this.#sizeThrough(round - 2)?.texts ?? 0);
    }
    return similar;
  }

  nearest(
    vector: Float32Array,
    k: number,
    round: number,
    text?: string,
  ): readonly { id: string; distance: number }[] {
    return this.#nearest(vector, { k, through: round - 2, text });
  }

  /** Starts the gate of a round: what it accepts is compared exactly until the round is sealed. */
  openGate(): void {
    this.#inRound = [];
  }

  /** The gate's question: too close to anything accepted before, this round included? */
  match(text: string, vector: Float32Array | null, round: number): NoveltyMatch | null {
    const similar = this.#text.nearest(text, { from: this.#novelAmong.get(text) ?? 0 });
    this.#novelAmong.delete(text);
    if (similar)
      return {
        id: similar.id,
        round: this.#roundOf(similar.id),
        measure: "rouge-l",
        value: similar.rougeL,
      };
    if (!vector) return null;
    const limit = this.#spec.critique.vectorDistance;
    const near = this.#nearest(vector, { k: 1, through: round - 1, text, onlyNear: true })[0];
    if (near && near.distance < limit)
      return {
        id: near.id,
        round: this.#roundOf(near.id),
        measure: "vector",
        value: near.distance,
      };
    const own = roundVector("", vector);
    for (const other of this.#inRound) {
      if (leastDistance(own, other) > limit) continue;
      const distance = cosineDistance(vector, other.vector);
      if (distance < limit && this.#isSameProblem(text, other.id))
        return { id: other.id, round, measure: "vector", value: distance };
    }
    return null;
  }

  #nearest(
    vector: Float32Array,
    {
      k,
      through,
      text,
      onlyNear = false,
    }: {
      readonly k: number;
      readonly through: number;
      readonly text?: string;
      /** True where those beyond the limit of the task are of no interest. */
      readonly onlyNear?: boolean;
    },
  ): readonly Neighbour[] {
    const before = this.#sizeThrough(through)?.vectors ?? 0;
    const search = (among: number): Neighbour[] =>
      onlyNear
        ? this.#vectors.nearestWithin(vector, among, before)
        : this.#vectors.nearest(vector, among, before);
    if (this.#notation === "ignore" || text === undefined) return search(k);
    return search(Math.max(k, AMONG_NOTATIONS))
      .filter(({ id }) => this.#isSameProblem(text, id))
      .slice(0, k);
  }

  #sizeThrough(round: number): SealedSize | undefined {
    return this.#through.findLast((sealed) => sealed.round <= round);
  }

  #roundOf(id: string): number {
    const { entries } = this.#text;
    return entries.round(entries.numberOf(id)!);
  }

  #isSameProblem(text: string, id: string): boolean {
    if (this.#notation === "ignore") return true;
    const { entries } = this.#text;
    return notationOf(text, this.#notation) === entries.notation(entries.numberOf(id)!);
  }
}

/** Ids of vectors as the places of their texts. */
function idsOf(text: NoveltyIndex): IdsByNumber {
  const numbers = new NumberColumn();
  return {
    push: (id) => numbers.push(text.entries.numberOf(id)!),
    at: (number) => text.entries.id(numbers.at(number)),
  };
}

/** A vector that was accepted in the round, with the length of what is behind its first numbers. */
interface RoundVector {
  readonly id: string;
  readonly vector: Float32Array;
  readonly rest: number;
}

/** A vector's first numbers: with the length of the rest they rule most others out. */
const FIRST_NUMBERS = 64;
const ROUNDING = 1e-6;

function roundVector(id: string, vector: Float32Array): RoundVector {
  return { id, vector, rest: vectorLength(vector.subarray(FIRST_NUMBERS)) };
}

/** No two vectors with these first numbers and lengths are nearer (Cauchy and Schwarz). */
function leastDistance(a: RoundVector, b: RoundVector): number {
  let product = a.rest * b.rest;
  const most = Math.min(FIRST_NUMBERS, a.vector.length);
  for (let at = 0; at < most; at++) product += (a.vector[at] as number) * (b.vector[at] as number);
  return 1 - product - ROUNDING;
}

function cosineDistance(a: Float32Array, b: Float32Array): number {
  // Rounding must not put equal vectors below a limit of 0.
  return Math.max(0, 1 - innerProduct(a, b));
}
