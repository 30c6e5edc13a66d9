import { VectorIndex } from "../../../memory/vectors/vector-index.js";
import type { Hit } from "./word-index.js";

/** Texts that are embedded at once while an index is built. */
const BATCH = 256;

export interface VectorSearchOptions {
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
  /** File in which the index is kept, a disposable cache; null for none. */
  readonly file: string | null;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds texts by the cosine of their embeddings: exactly among up to 500, by a graph (HNSW) that
 * proposes and the exact distance that ranks above.
 */
export class VectorSearch {
  readonly #index: VectorIndex | null;
  readonly #embed: VectorSearchOptions["embed"];

  private constructor(index: VectorIndex | null, embed: VectorSearchOptions["embed"]) {
    this.#index = index;
    this.#embed = embed;
  }

  /**
   * Embeds every text, or takes the index from its file where that holds as many.
   * @throws what the embeddings throw; INTERRUPTED
   */
  static async build(
    count: number,
    texts: () => AsyncIterable<string>,
    { embed, file, signal }: VectorSearchOptions,
  ): Promise<VectorSearch> {
    if (count === 0) return new VectorSearch(null, embed);
    const [first] = await embed([await firstOf(texts())]);
    const dimension = first!.length;
    const kept =
      file === null ? null : await VectorIndex.load(file, { dimension }).catch(() => null);
    if (kept?.size === count) return new VectorSearch(kept, embed);
    const index = new VectorIndex({ dimension, capacity: count });
    let batch: string[] = [];
    const flush = async (): Promise<void> => {
      const vectors = await embed(batch);
      const start = index.size;
      await index.addAll(
        vectors.map((vector, at): [string, Float32Array] => [String(start + at), vector]),
        signal,
      );
      batch = [];
    };
    for await (const text of texts()) if (batch.push(text) >= BATCH) await flush();
    if (batch.length > 0) await flush();
    // The file only spares work later: where it cannot be written, the run goes on without it.
    if (file !== null) await index.save(file).catch(() => undefined);
    return new VectorSearch(index, embed);
  }

  async search(query: string, k: number): Promise<Hit[]> {
    if (this.#index === null) return [];
    const [vector] = await this.#embed([query]);
    return this.#index
      .nearest(vector!, k)
      .map(({ id, distance }) => ({ position: Number(id), score: 1 - distance }));
  }
}

async function firstOf(texts: AsyncIterable<string>): Promise<string> {
  for await (const text of texts) return text;
  return "";
}
