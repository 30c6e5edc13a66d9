import { setImmediate as nextTurn } from "node:timers/promises";
import hnswlib from "hnswlib-node";
import { DatawrightError } from "../../base/errors.js";
import { readIndexFiles, writeIndexFiles, type GraphIndex } from "./vector-file.js";
import { VectorStorage } from "./vector-storage.js";
import { stopIfAborted } from "../../base/workers/stop-if-aborted.js";

/**
 * Parameters of the graph (Malkov and Yashunin 2018): links of a node, candidates while building
 * and while searching.
 */
const LINKS = 16;
const BUILD_CANDIDATES = 200;
const SEARCH_CANDIDATES = 128;
const SEED = 100;
const FIRST_CAPACITY = 1024;
/** Up to so many vectors every one is compared: as fast as the graph, and exact. */
const COMPARED_ALL = 500;
const SLICE_MILLISECONDS = 8;

export interface Neighbour {
  readonly id: string;
  /** Exact cosine distance in [0, 2]. */
  readonly distance: number;
}

export interface VectorIndexOptions {
  readonly dimension: number;
  /** Vectors that it has room for at first; it grows by itself. */
  readonly capacity?: number;
  /** Candidates that are looked at in a search, at least. Default: 128. */
  readonly searchCandidates?: number;
  /**
   * Candidates that are looked at for the links of a new vector: more find more of the true
   * neighbours later, and take longer. Default: 200.
   */
  readonly buildCandidates?: number;
  /** Milliseconds, for the slices of `addAll`. */
  readonly now?: () => number;
}

/**
 * Nearest vectors by cosine distance: a graph proposes neighbours, the exact distance from the
 * stored vectors ranks them. Same insertions in the same order, same index.
 */
export class VectorIndex {
  readonly dimension: number;
  readonly #graph: GraphIndex;
  readonly #vectors: VectorStorage;
  /** Id of each number in the graph; null where it was removed. */
  readonly #ids: (string | null)[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #searchCandidates: number;
  readonly #now: () => number;
  #saving = false;

  constructor(
    options: VectorIndexOptions,
    loaded?: { graph: GraphIndex; vectors: VectorStorage; ids: readonly (string | null)[] },
  ) {
    this.dimension = options.dimension;
    this.#searchCandidates = options.searchCandidates ?? SEARCH_CANDIDATES;
    this.#now = options.now ?? (() => performance.now());
    this.#vectors = loaded?.vectors ?? new VectorStorage(options.dimension);
    if (loaded === undefined) {
      this.#graph = new hnswlib.HierarchicalNSW("cosine", options.dimension);
      this.#graph.initIndex(
        Math.max(1, options.capacity ?? FIRST_CAPACITY),
        LINKS,
        options.buildCandidates ?? BUILD_CANDIDATES,
        SEED,
      );
    } else {
      this.#graph = loaded.graph;
      for (const [number, id] of loaded.ids.entries()) {
        this.#ids.push(id);
        if (id !== null) this.#numbers.set(id, number);
      }
    }
  }

  get size(): number {
    return this.#numbers.size;
  }

  has(id: string): boolean {
    return this.#numbers.has(id);
  }

  /**
   * Adds a vector, or replaces the one of that id; the same vector again changes nothing.
   * @throws VECTOR_INVALID
   */
  add(id: string, vector: Float32Array): void {
    this.#refuseWhileSaving();
    this.#vectors.normOf(vector);
    const known = this.#numbers.get(id);
    if (known !== undefined) {
      if (this.#vectors.at(known).every((value, index) => value === vector[index])) return;
      this.remove(id);
    }
    const number = this.#ids.length;
    if (number >= this.#graph.getMaxElements())
      this.#graph.resizeIndex(Math.max(FIRST_CAPACITY, number * 2));
    this.#graph.addPoint(Array.from(vector), number);
    this.#vectors.push(vector);
    this.#ids.push(id);
    this.#numbers.set(id, number);
  }

  /**
   * Adds many in their order, in slices of at most 8 ms; the event loop turns between them.
   * @throws VECTOR_INVALID, INTERRUPTED
   */
  async addAll(
    entries: Iterable<readonly [id: string, vector: Float32Array]>,
    signal?: AbortSignal,
  ): Promise<void> {
    let sliceStart = this.#now();
    for (const [id, vector] of entries) {
      this.add(id, vector);
      if (this.#now() - sliceStart < SLICE_MILLISECONDS) continue;
      await nextTurn();
      stopIfAborted(signal, "Adding vectors was stopped before its end.");
      sliceStart = this.#now();
    }
  }

  /** @returns whether there was one of that id */
  remove(id: string): boolean {
    this.#refuseWhileSaving();
    const number = this.#numbers.get(id);
    if (number === undefined) return false;
    this.#graph.markDelete(number);
    this.#numbers.delete(id);
    this.#ids[number] = null;
    return true;
  }

  /** Whether it holds these and no others, in this order, and none was ever removed. */
  holdsExactly(entries: readonly (readonly [id: string, vector: Float32Array])[]): boolean {
    if (entries.length !== this.#ids.length) return false;
    for (let number = 0; number < entries.length; number++) {
      const [id, vector] = entries[number]!;
      if (id !== this.#ids[number]) return false;
      const kept = this.#vectors.at(number);
      for (let place = 0; place < kept.length; place++)
        if (kept[place] !== vector[place]) return false;
    }
    return true;
  }

  /** The stored vector, or null. */
  vector(id: string): Float32Array | null {
    const number = this.#numbers.get(id);
    return number === undefined ? null : this.#vectors.at(number).slice();
  }

  /**
   * The k nearest, nearest first; equal distances in the order of insertion. Fewer where the index
   * holds fewer.
   * @throws VECTOR_INVALID
   */
  nearest(
    vector: Float32Array,
    k: number,
    options: { exclude?: (id: string) => boolean } = {},
  ): Neighbour[] {
    const norm = this.#vectors.normOf(vector);
    const { exclude } = options;
    const allowed = (number: number): boolean => {
      const id = this.#ids[number] ?? null;
      return id !== null && exclude?.(id) !== true;
    };
    const wanted = Math.min(k, this.size);
    if (wanted <= 0) return [];
    // Nearest first, and the lower number of equals: a candidate is put in where it belongs, if it
    // belongs there at all.
    const best: { number: number; distance: number }[] = [];
    for (const number of this.#candidates(
      vector,
      wanted,
      exclude === undefined ? undefined : allowed,
    )) {
      const distance = this.#vectors.distance(vector, norm, number);
      let place = best.length;
      while (
        place > 0 &&
        (best[place - 1]!.distance > distance ||
          (best[place - 1]!.distance === distance && best[place - 1]!.number > number))
      )
        place -= 1;
      if (place === wanted) continue;
      best.splice(place, 0, { number, distance });
      if (best.length > wanted) best.pop();
    }
    return best.map(({ number, distance }) => ({ id: this.#ids[number] ?? "", distance }));
  }

  /**
   * Writes the index to `path` and its vectors beside it. Nothing may be added until it is written.
   * @throws DISK_FULL, STORE_FAILED
   */
  async save(path: string): Promise<void> {
    this.#refuseWhileSaving();
    this.#saving = true;
    try {
      await writeIndexFiles(path, { graph: this.#graph, vectors: this.#vectors, ids: this.#ids });
    } finally {
      this.#saving = false;
    }
  }

  /**
   * @throws STORE_CORRUPT if the files are absent, damaged or do not belong together: rebuild the
   *         index from the stored vectors
   */
  static async load(path: string, options: VectorIndexOptions): Promise<VectorIndex> {
    return new VectorIndex(options, await readIndexFiles(path, options.dimension));
  }

  #candidates(
    vector: Float32Array,
    wanted: number,
    allowed: ((number: number) => boolean) | undefined,
  ): Iterable<number> {
    if (this.size <= COMPARED_ALL) {
      return allowed === undefined
        ? this.#numbers.values()
        : [...this.#numbers.values()].filter(allowed);
    }
    // More than asked for: single precision may order near ties differently from the exact
    // distance.
    const proposals = Math.min(this.size, wanted + 8);
    this.#graph.setEf(Math.max(this.#searchCandidates, 2 * proposals));
    return this.#graph.searchKnn(Array.from(vector), proposals, allowed).neighbors;
  }

  #refuseWhileSaving(): void {
    if (this.#saving)
      throw new DatawrightError({
        code: "INTERNAL",
        message: "The vector index was changed while it was being saved.",
        hint: "Await `save` first.",
      });
  }
}
