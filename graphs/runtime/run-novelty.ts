import { LRUCache } from "lru-cache";
import { notationOf, type Notation } from "../../base/text/notation.js";
import { innerProduct } from "../../base/statistics/inner-product.js";
import type { Logger } from "../../memory/logger-contract.js";
import type { RunFolder } from "../../memory/run-folder.js";
import {
  VectorChunks,
  VectorReader,
  type VectorEntry,
} from "../../memory/vectors/vector-chunks.js";
import type { Neighbour } from "../../memory/vectors/vector-index.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
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

/**
 * Everything that a new text is compared with: support rows (round -1) and accepted samples in the
 * order of acceptance.
 *
 * Rounds r and r+1 are in flight together; drafts of r may see rounds up to r-2 only. The text
 * index hides later rounds exactly. An approximate vector index cannot (its graph changes with
 * every insert), so there are two readers of the accepted vectors: rounds of even and of odd number
 * each have their own, which is brought up to r-2 when r is planned and then left alone until r is
 * sealed. Support rows never change: they have one index.
 */
export class RunNovelty {
  /** Numbers of a vector. */
  readonly dimension: number;
  readonly #spec: TaskSpec;
  readonly #text: NoveltyIndex;
  readonly #notation: Notation;
  /** Numbers and operators of each text, by id, where the task tells texts apart by them. */
  readonly #notations = new Map<string, string>();
  readonly #support: VectorReader;
  readonly #accepted: VectorChunks;
  readonly #readers: readonly [VectorReader, VectorReader];
  readonly #chunks: readonly VectorChunks[];
  #supportEntries: VectorEntry[] = [];
  #supportRead: Promise<void> | null = null;
  readonly #filled: [number, number] = [0, 0];
  /**
   * Accepted samples; null once both readers have it: they and the text index keep what they need.
   */
  readonly #entries: (NoveltyEntry | null)[] = [];
  readonly #roundOf = new Map<string, number>();
  #inRound: { id: string; vector: Float32Array }[] = [];
  /** How many texts there were once a round was sealed; they come in the order of rounds. */
  readonly #through: { readonly round: number; count: number }[] = [];
  /**
   * Texts that are like none of the first so many: what a critic has asked the gate need not ask
   * again.
   */
  readonly #novelAmong = new LRUCache<string, number>({ max: MOST_REMEMBERED });

  /**
   * @param options.folder where full chunks of the vector indexes are kept for a later process,
   * `chunkSize` vectors each
   */
  constructor(
    spec: TaskSpec,
    dimension: number,
    options: {
      readonly folder?: RunFolder;
      readonly chunkSize?: number;
      readonly logger?: Logger;
    } = {},
  ) {
    this.dimension = dimension;
    this.#spec = spec;
    this.#notation = taskNotation(spec) ?? "ignore";
    this.#text = new NoveltyIndex({
      maxRougeL: spec.critique.rougeL,
      notation: this.#notation,
    });
    const chunks = (file: "vectors" | "supportVectors"): VectorChunks =>
      new VectorChunks({
        dimension,
        size: options.chunkSize,
        path: options.folder?.path(file),
        logger: options.logger,
      });
    const support = chunks("supportVectors");
    this.#support = new VectorReader(support);
    this.#accepted = chunks("vectors");
    this.#readers = [new VectorReader(this.#accepted), new VectorReader(this.#accepted)];
    this.#chunks = [support, this.#accepted];
  }

  get size(): number {
    return this.#roundOf.size;
  }

  /**
   * Adds a support row or an accepted sample; call in the order of acceptance, support rows first.
   */
  add(entry: NoveltyEntry): void {
    if (this.#roundOf.has(entry.id)) return;
    this.#roundOf.set(entry.id, entry.round);
    this.#text.add(entry.id, entry.text, entry.round);
    if (this.#notation !== "ignore")
      this.#notations.set(entry.id, notationOf(entry.text, this.#notation));
    const last = this.#through.at(-1);
    if (last && last.round >= entry.round) last.count += 1;
    else this.#through.push({ round: entry.round, count: this.#roundOf.size });
    if (entry.round < 0) {
      if (entry.vector) this.#supportEntries.push([entry.id, entry.vector]);
      return;
    }
    this.#entries.push(entry);
    if (entry.vector) this.#inRound.push({ id: entry.id, vector: entry.vector });
  }

  /**
   * Loads what an earlier process kept of the vector indexes; call once everything stored is added.
   * @returns chunks loaded
   */
  async load(): Promise<number> {
    const accepted = this.#entries.flatMap((entry): VectorEntry[] =>
      entry?.vector ? [[entry.id, entry.vector]] : [],
    );
    const loaded = await Promise.all([
      this.#chunks[0]!.load(this.#supportEntries),
      this.#accepted.load(accepted),
    ]);
    return loaded[0] + loaded[1];
  }

  /** Resolves when all that is kept for a later process is on the disk. */
  async saved(): Promise<void> {
    await Promise.all(this.#chunks.map((chunks) => chunks.saved()));
  }

  /** Brings the vectors that `round` sees up to round-2. Call once, when the round is planned. */
  async prepare(round: number): Promise<void> {
    if (this.#supportRead === null) {
      this.#supportRead = this.#support.read(this.#supportEntries);
      this.#supportEntries = [];
    }
    await this.#supportRead;
    const side = round & 1;
    const entries: VectorEntry[] = [];
    let next = this.#filled[side]!;
    for (; next < this.#entries.length; next++) {
      const entry = this.#entries[next];
      if (!entry || entry.round > round - 2) break;
      if (entry.vector) entries.push([entry.id, entry.vector]);
      if (next < this.#filled[1 - side]!) this.#entries[next] = null;
    }
    this.#filled[side] = next;
    if (entries.length > 0) await this.#readers[side]!.read(entries);
  }

  /** What a draft of `round` may see: rounds up to round-2. */
  similarText(text: string, round: number): { id: string; rougeL: number } | null {
    const similar = this.#text.nearest(text, { maxRound: round - 2 });
    if (similar === null) {
      this.#novelAmong.set(
        text,
        this.#through.findLast((sealed) => sealed.round <= round - 2)?.count ?? 0,
      );
    }
    return similar;
  }

  nearest(
    vector: Float32Array,
    k: number,
    round: number,
    text?: string,
  ): readonly { id: string; distance: number }[] {
    return this.#nearest(vector, k, { side: round & 1, text });
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
        round: this.#roundOf.get(similar.id) ?? -1,
        measure: "rouge-l",
        value: similar.rougeL,
      };
    if (!vector) return null;
    const limit = this.#spec.critique.vectorDistance;
    // The other side's index holds rounds up to round-1: round+1 was planned, and its index
    // prepared, before this gate opened.
    const near = this.#nearest(vector, 1, { side: (round + 1) & 1, text })[0];
    if (near && near.distance < limit)
      return {
        id: near.id,
        round: this.#roundOf.get(near.id) ?? -1,
        measure: "vector",
        value: near.distance,
      };
    for (const other of this.#inRound) {
      const distance = cosineDistance(vector, other.vector);
      if (distance < limit && this.#isSameProblem(text, other.id))
        return { id: other.id, round, measure: "vector", value: distance };
    }
    return null;
  }

  #nearest(
    vector: Float32Array,
    k: number,
    { side, text }: { readonly side: number; readonly text?: string },
  ): readonly Neighbour[] {
    const all = this.#notation === "ignore" || text === undefined;
    const looked = all ? k : Math.max(k, AMONG_NOTATIONS);
    const found = [this.#support, this.#readers[side]!].map((reader) => {
      const near = reader.nearest(vector, looked);
      return all ? near : near.filter(({ id }) => this.#isSameProblem(text, id));
    });
    if (found[1]!.length === 0) return found[0]!.slice(0, k);
    return found
      .flat()
      .sort((a, b) => a.distance - b.distance)
      .slice(0, k);
  }

  #isSameProblem(text: string, id: string): boolean {
    return (
      this.#notation === "ignore" || notationOf(text, this.#notation) === this.#notations.get(id)
    );
  }
}

function cosineDistance(a: Float32Array, b: Float32Array): number {
  // Rounding must not put equal vectors below a limit of 0.
  return Math.max(0, 1 - innerProduct(a, b));
}
