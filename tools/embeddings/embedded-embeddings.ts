import { DatawrightError } from "../../base/errors.js";
import { hash32, mix32 } from "../../base/statistics/hash.js";
import { vectorLength } from "../../base/statistics/inner-product.js";
import { words } from "../../base/text/words.js";
import type { EmbeddingModel } from "../models/contract.js";
import { threadSlices } from "../../base/workers/time-slices.js";

export interface EmbeddedEmbeddingsOptions {
  /** Length of the vectors, 16 to 4096. Default: 256. */
  readonly dimension?: number;
}

const SHORTEST = 3;
const LONGEST = 5;
const WORD_SEED = 1;
const CHARACTER_SEED = 2;
/** Places and signs per feature: more make chance meetings of two features weigh less. */
const PLACES = 2;
/** Weight of a word beside one of its character n-grams. */
const WORD_WEIGHT = 1.5;

/**
 * Vectors without weights or network: words and the character 3- to 5-grams inside them, each
 * weighted 1 + ln(count), hashed with a sign into a fixed number of places (Weinberger et al. 2009)
 * and scaled to length 1. Works for any script; the vector of a text depends on the text alone.
 *
 * @throws SHAPE if the dimension is no whole number from 16 to 4096
 */
export function embeddedEmbeddings({
  dimension = 256,
}: EmbeddedEmbeddingsOptions = {}): EmbeddingModel {
  if (!Number.isInteger(dimension) || dimension < 16 || dimension > 4096) {
    throw new DatawrightError({
      code: "SHAPE",
      message: `a dimension of ${dimension} must be a whole number from 16 to 4096`,
    });
  }
  return {
    name: dimension === 256 ? "embedded" : `embedded-${dimension}`,
    dimension,
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        if (threadSlices.over) await threadSlices.turn();
        if (signal?.aborted)
          throw new DatawrightError({
            code: "MODEL_ABORTED",
            message: "the embedding was cancelled",
            cause: signal.reason,
          });
        vectors.push(vectorOf(text, dimension));
      }
      return vectors;
    },
  };
}

function vectorOf(text: string, dimension: number): Float32Array {
  const sums = new Float64Array(dimension);
  const counts = new Map<number, number>();
  const found = words(text);
  // Blank text has no word; it gets the vector of its blankness, because a zero vector is near to
  // nothing and to everything.
  for (const word of found.length > 0 ? found : ["\u2400"]) count(word, counts);
  for (const [feature, times] of counts) {
    const weight = (1 + Math.log(times)) * (feature >= WORD_FEATURES ? WORD_WEIGHT : 1);
    for (let place = 0; place < PLACES; place++) {
      const bits = mix32(
        (feature % WORD_FEATURES) +
          Math.imul(place, 0x9e3779b9) +
          (feature >= WORD_FEATURES ? 0x5bd1e995 : 0),
      );
      const at = (bits >>> 1) % dimension;
      sums[at] = (sums[at] as number) + (bits & 1 ? weight : -weight);
    }
  }
  return unit(sums, found);
}

const WORD_FEATURES = 2 ** 32;

function count(word: string, counts: Map<number, number>): void {
  const whole = WORD_FEATURES + hash32(word, WORD_SEED);
  counts.set(whole, (counts.get(whole) ?? 0) + 1);
  const padded = `\u0002${word}\u0003`;
  for (let length = SHORTEST; length <= LONGEST; length++) {
    for (let start = 0; start + length <= padded.length; start++) {
      const feature = hash32(padded.slice(start, start + length), CHARACTER_SEED);
      counts.set(feature, (counts.get(feature) ?? 0) + 1);
    }
  }
}

function unit(sums: Float64Array, found: readonly string[]): Float32Array {
  const norm = vectorLength(sums);
  const vector = new Float32Array(sums.length);
  if (norm === 0) {
    // Every feature met its opposite: still a fixed direction of the text's own.
    vector[hash32(found.join(" ")) % sums.length] = 1;
    return vector;
  }
  for (let at = 0; at < sums.length; at++) vector[at] = (sums[at] as number) / norm;
  return vector;
}
