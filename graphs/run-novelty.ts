import { VectorIndex } from "../memory/vector-index.js";
import type { TaskSpec } from "../schema/task-spec.js";
import { NoveltyIndex } from "../tools/text/novelty-index.js";

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

/**
 * Everything that a new text is compared with: support rows (round -1) and accepted samples in the order of acceptance.
 *
 * Rounds r and r+1 are in flight together; drafts of r may see rounds up to r-2 only. The text index hides later rounds
 * exactly. An approximate vector index cannot (its graph changes with every insert), so there are two: rounds of even and of
 * odd number each read their own, which is brought up to r-2 when r is planned and then left alone until r is sealed.
 */
export class RunNovelty {
  readonly #spec: TaskSpec;
  readonly #text: NoveltyIndex;
  readonly #vectors: readonly [VectorIndex, VectorIndex];
  readonly #filled: [number, number] = [0, 0];
  /** Null once both vector indexes have it: they and the text index keep what they need. */
  readonly #entries: (NoveltyEntry | null)[] = [];
  readonly #roundOf = new Map<string, number>();
  #inRound: { id: string; vector: Float32Array }[] = [];

  constructor(spec: TaskSpec, dimension: number) {
    this.#spec = spec;
    this.#text = new NoveltyIndex({ maxRougeL: spec.critique.rougeL });
    this.#vectors = [new VectorIndex({ dimension }), new VectorIndex({ dimension })];
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Adds a support row or an accepted sample; call in the order of acceptance. */
  add(entry: NoveltyEntry): void {
    if (this.#roundOf.has(entry.id)) return;
    this.#entries.push(entry);
    this.#roundOf.set(entry.id, entry.round);
    this.#text.add(entry.id, entry.text, entry.round);
    if (entry.vector) this.#inRound.push({ id: entry.id, vector: entry.vector });
  }

  /** Brings the vector index that `round` reads up to round-2. Call once, when the round is planned. */
  async prepare(round: number): Promise<void> {
    const side = round & 1;
    const entries: [id: string, vector: Float32Array][] = [];
    let next = this.#filled[side]!;
    for (; next < this.#entries.length; next++) {
      const entry = this.#entries[next];
      if (!entry || entry.round > round - 2) break;
      if (entry.vector) entries.push([entry.id, entry.vector]);
      if (next < this.#filled[1 - side]!) this.#entries[next] = null;
    }
    this.#filled[side] = next;
    if (entries.length > 0) await this.#vectors[side]!.addAll(entries);
  }

  /** What a draft of `round` may see: rounds up to round-2. */
  similarText(text: string, round: number): { id: string; rougeL: number } | null {
    return this.#text.nearest(text, { maxRound: round - 2 });
  }

  nearest(vector: Float32Array, k: number, round: number): readonly { id: string; distance: number }[] {
    return this.#vectors[round & 1]!.nearest(vector, k);
  }

  /** Starts the gate of a round: what it accepts is compared exactly until the round is sealed. */
  openGate(): void {
    this.#inRound = [];
  }

  /** The gate's question: too close to anything accepted before, this round included? */
  match(text: string, vector: Float32Array | null, round: number): NoveltyMatch | null {
    const similar = this.#text.nearest(text);
    if (similar) return { id: similar.id, round: this.#roundOf.get(similar.id) ?? -1, measure: "rouge-l", value: similar.rougeL };
    if (!vector) return null;
    const limit = this.#spec.critique.vectorDistance;
    // The other side's index holds rounds up to round-1: round+1 was planned, and its index prepared, before this gate opened.
    const near = this.#vectors[(round + 1) & 1]!.nearest(vector, 1)[0];
    if (near && near.distance < limit) return { id: near.id, round: this.#roundOf.get(near.id) ?? -1, measure: "vector", value: near.distance };
    for (const other of this.#inRound) {
      const distance = cosineDistance(vector, other.vector);
      if (distance < limit) return { id: other.id, round, measure: "vector", value: distance };
    }
    return null;
  }
}

function cosineDistance(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  for (let index = 0; index < a.length; index++) dot += a[index]! * b[index]!;
  return 1 - dot;
}
