import { Memo } from "../../base/memo/memo.js";
import { threadSlices } from "../../base/workers/time-slices.js";
import type { EmbeddingModel } from "../models/contract.js";

/** Texts of one request to an embedding model at most. */
const BATCH = 64;

interface Waiting {
  readonly text: string;
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Embeds each text once: texts asked for in the same turn of the event loop share a request, and
 * vectors are kept for the latest texts (least recently used go first).
 */
export class SharedEmbeddings {
  readonly #model: EmbeddingModel;
  readonly #signal: AbortSignal | undefined;
  readonly #known: Memo<Promise<Float32Array>>;
  #waiting: Waiting[] = [];

  constructor(
    model: EmbeddingModel,
    options: { readonly capacity?: number; readonly signal?: AbortSignal } = {},
  ) {
    this.#model = model;
    this.#known = new Memo(options.capacity ?? 20_000);
    this.#signal = options.signal;
  }

  get dimension(): number {
    return this.#model.dimension;
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return Promise.all(texts.map((text) => this.#known.of(text, () => this.#ask(text))));
  }

  #ask(text: string): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < all.length; start += BATCH) {
      const batch = all.slice(start, start + BATCH);
      this.#model
        .embed(
          batch.map(({ text }) => text),
          this.#signal,
        )
        .then(
          (vectors) => {
            // Those that waited for one request would all go on at once.
            for (const [index, { resolve }] of batch.entries())
              void threadSlices.turn().then(() => resolve(vectors[index]!));
          },
          (error: unknown) => {
            for (const waiter of batch) waiter.reject(error);
          },
        );
    }
  }
}
