import { BitSketch, SKETCH_BITS, SKETCH_WORDS } from "./bit-sketch.js";
import { SketchScan } from "./sketch-scan.js";
import type { Neighbour } from "./vector-index.js";
import { VectorStorage } from "./vector-storage.js";
import type { ExactVectors } from "./vectors-on-disk.js";

/** Up to so many vectors every one is compared: as fast, and exact. */
const COMPARED_ALL = 500;
/** Candidates that are compared exactly for each neighbour that is wanted, at least. */
const LEAST_COMPARED = 64;
/** Standard deviations above what the sketches of so near vectors differ in on average. */
const SURE = 4.5;

/** Ids in the order in which they come. */
export interface IdsByNumber {
  push(id: string): void;
  at(number: number): string;
}

/**
 * Vectors in a sequence, each of which can be looked for among those before any place of it: what
 * comes behind changes no answer. Sketches of 512 bits propose neighbours, the exact distance ranks
 * them.
 *
 * All vectors nearer than `within` are found, save one in 300,000 by its sketch; of those further
 * away the nearest most times. 64 bytes a vector beside the vector itself.
 */
export class SketchedVectors {
  readonly #vectors: ExactVectors;
  readonly #ids: IdsByNumber;
  #size = 0;
  readonly #sketch: BitSketch;
  readonly #scan = new SketchScan();
  readonly #words = new Uint32Array(SKETCH_WORDS);
  readonly #within: number;

  /**
   * @param options.within  cosine distance below which a neighbour must be found
   * @param options.vectors where the vectors themselves are; memory by default
   * @param options.ids     where their ids are; memory by default
   */
  constructor({
    dimension,
    within,
    vectors = new VectorStorage(dimension),
    ids = idsInMemory(),
  }: {
    readonly dimension: number;
    readonly within: number;
    readonly vectors?: ExactVectors;
    readonly ids?: IdsByNumber;
  }) {
    this.#vectors = vectors;
    this.#ids = ids;
    this.#sketch = new BitSketch(dimension);
    this.#within = bitsOf(within);
  }

  get size(): number {
    return this.#size;
  }

  idOf(number: number): string {
    return this.#ids.at(number);
  }

  /** @throws VECTOR_INVALID */
  add(id: string, vector: Float32Array): void {
    this.#vectors.push(vector);
    this.#ids.push(id);
    this.#size += 1;
    this.#sketch.write(vector, this.#words);
    this.#scan.add(this.#words);
  }

  /**
   * The k nearest of the first `before` vectors, nearest first; equal distances in the order of the
   * sequence.
   * @throws VECTOR_INVALID
   */
  nearest(vector: Float32Array, k: number, before = this.size): Neighbour[] {
    return this.#search(vector, { k, before, least: LEAST_COMPARED });
  }

  /**
   * `nearest` for who asks only whether one is nearer than `within`: those that are further away may
   * be missing.
   * @throws VECTOR_INVALID
   */
  nearestWithin(vector: Float32Array, k: number, before = this.size): Neighbour[] {
    return this.#search(vector, { k, before, least: 0 });
  }

  #search(
    vector: Float32Array,
    { k, before, least }: { readonly k: number; readonly before: number; readonly least: number },
  ): Neighbour[] {
    const norm = this.#vectors.normOf(vector);
    const among = Math.min(before, this.size);
    const best: { number: number; distance: number }[] = [];
    const wanted = Math.min(k, among);
    if (wanted <= 0) return [];
    const compare = (number: number): void => {
      const distance = this.#vectors.distance(vector, norm, number);
      let place = best.length;
      while (place > 0 && isBehind(best[place - 1]!, distance, number)) place -= 1;
      if (place === wanted) return;
      best.splice(place, 0, { number, distance });
      if (best.length > wanted) best.pop();
    };
    if (among <= COMPARED_ALL) for (let number = 0; number < among; number++) compare(number);
    else for (const number of this.#candidates(vector, least * wanted, among)) compare(number);
    return best.map(({ number, distance }) => ({ id: this.#ids.at(number), distance }));
  }

  /** The numbers of vectors whose sketches are near. */
  #candidates(vector: Float32Array, least: number, before: number): number[] {
    this.#sketch.write(vector, this.#words);
    const near = this.#scan.near(this.#words, { before, within: this.#within, least });
    near.sort((a, b) => a.distance - b.distance || a.number - b.number);
    const candidates: number[] = [];
    for (const { number, distance } of near) {
      if (distance > this.#within && candidates.length >= least) break;
      candidates.push(number);
    }
    return candidates;
  }
}

function idsInMemory(): IdsByNumber {
  const ids: string[] = [];
  return { push: (id) => void ids.push(id), at: (number) => ids[number]! };
}

function isBehind(
  other: { readonly number: number; readonly distance: number },
  distance: number,
  number: number,
): boolean {
  return other.distance > distance || (other.distance === distance && other.number > number);
}

/** Bits that the sketches of two vectors of a cosine distance differ in, at most but for chance. */
function bitsOf(distance: number): number {
  const share = Math.acos(Math.max(-1, 1 - distance)) / Math.PI;
  const mean = SKETCH_BITS * share;
  return Math.ceil(mean + SURE * Math.sqrt(mean * (1 - share)));
}
