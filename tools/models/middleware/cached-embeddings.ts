import type { CachedAnswer, ResponseCache } from "../../../memory/contract.js";
import { lengthPrefixed, sha256Hex } from "../../../base/statistics/hash.js";
import type { CountedVectors } from "../contract.js";
import { embeddingsAround, type CountedEmbeddings } from "../providers/counted-embeddings.js";

/**
 * Takes from the cache the vectors of texts that the same model embedded before, asks for the
 * others, and stores these before anyone sees them. A model that does not tell itself from others
 * (no `fingerprint`) is asked each time.
 *
 * @param options.onHit told of each request that needed no call
 */
export function cacheEmbeddings(
  model: CountedEmbeddings,
  cache: ResponseCache,
  options: { readonly onHit?: () => void } = {},
): CountedEmbeddings {
  const { fingerprint } = model;
  if (fingerprint === undefined) return model;
  const keyOf = (text: string): string =>
    sha256Hex(lengthPrefixed(["embedding-1", fingerprint, text]));
  return embeddingsAround(model, model.price, async (texts, signal): Promise<CountedVectors> => {
    const keys = texts.map(keyOf);
    const vectors = await Promise.all(
      keys.map(async (key) => storedVector(await cache.get(key), model.dimension)),
    );
    const open = [...vectors.keys()].filter((at) => vectors[at] === null);
    if (open.length === 0) {
      options.onHit?.();
      return { vectors: vectors.map((vector) => vector!), tokens: 0 };
    }
    const counted = await model.embedCounted(
      open.map((at) => texts[at]!),
      signal,
    );
    await Promise.all(
      open.map((at, place) => {
        const vector = (vectors[at] = counted.vectors[place]!);
        return cache.put(keys[at]!, toStored(vector, model.name));
      }),
    );
    return { vectors: vectors.map((vector) => vector!), tokens: counted.tokens };
  });
}

/** A vector as an answer whose text is its numbers: four bytes each, lowest first, as base64. */
function toStored(vector: Float32Array, model: string): CachedAnswer {
  const bytes = Buffer.alloc(4 * vector.length);
  vector.forEach((value, at) => bytes.writeFloatLE(value, 4 * at));
  return {
    text: bytes.toString("base64"),
    inputTokens: 0,
    outputTokens: 0,
    finish: "stop",
    model,
  };
}

/** What `toStored` wrote; null for anything else. */
function storedVector(answer: CachedAnswer | null, dimension: number): Float32Array | null {
  if (answer === null) return null;
  const bytes = Buffer.from(answer.text, "base64");
  if (bytes.length !== 4 * dimension) return null;
  const vector = Float32Array.from({ length: dimension }, (_, at) => bytes.readFloatLE(4 * at));
  return vector.every((value) => Number.isFinite(value)) ? vector : null;
}
