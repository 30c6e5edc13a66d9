import { LRUCache } from "lru-cache";
import { runWorker } from "../../../base/workers/run-worker.js";
import { hash32 } from "../../../base/statistics/hash.js";
import type { SampleMap } from "../../api/samples.js";
import { vectorsOf } from "../read/neighbours.js";
import type { RunReader } from "../run-readers.js";
import type { MapResult, MapTask } from "./map-worker.js";

/** Samples that the projection is fitted to; the others are placed by them. */
const MOST_FITTED = 2000;
const MAPS_AT_HAND = 4;

interface Making {
  /** Samples with a vector when it was begun. */
  readonly vectors: number;
  progress: number;
  result: Promise<ReadonlyMap<string, Placed>>;
  done: ReadonlyMap<string, Placed> | null;
  failure: Error | undefined;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly isFitted: boolean;
}

/** Maps of runs, each made once in a thread and again when samples came to the run. */
export class SampleMaps {
  readonly #made = new LRUCache<string, Making>({ max: MAPS_AT_HAND });
  readonly #stop = new AbortController();

  /** The map, or how far it is made. */
  async map(id: string, reader: RunReader): Promise<SampleMap> {
    const { database } = reader;
    const [row] = await database.read(
      database.query
        .selectFrom("sample_vectors")
        .select(({ fn }) => fn.countAll<number>().as("count")),
    );
    const vectors = row?.count ?? 0;
    let making = this.#made.get(id);
    if (making === undefined || (making.done !== null && making.vectors !== vectors)) {
      making = this.#begin(reader, vectors);
      this.#made.set(id, making);
    }
    if (making.failure !== undefined) {
      this.#made.delete(id);
      throw making.failure;
    }
    const samples = await reader.samples.count();
    const placed = making.done;
    const base = {
      method: `UMAP of ${Math.min(vectors, MOST_FITTED)} samples, cosine distance`,
      withoutVector: samples - vectors,
    };
    if (placed === null)
      return {
        ...base,
        state: "working",
        progress: making.progress,
        points: [],
        fitted: 0,
        placed: 0,
      };
    const rows = await database.read(
      database.query.selectFrom("samples").select(["id", "label", "status"]),
    );
    const points = rows.flatMap(({ id: sample, label, status }) => {
      const point = placed.get(sample);
      return point === undefined
        ? []
        : [
            {
              id: sample,
              x: point.x,
              y: point.y,
              label,
              status,
              placed: point.isFitted ? ("fitted" as const) : ("placed" as const),
            },
          ];
    });
    const fitted = points.filter((point) => point.placed === "fitted").length;
    return { ...base, state: "ready", progress: 1, points, fitted, placed: points.length - fitted };
  }

  close(): void {
    this.#stop.abort();
  }

  #begin(reader: RunReader, vectors: number): Making {
    const making: Making = {
      vectors,
      progress: 0,
      result: Promise.resolve(new Map()),
      done: null,
      failure: undefined,
    };
    making.result = this.#make(reader, making);
    making.result.then(
      (done) => (making.done = done),
      (error: unknown) => (making.failure = error as Error),
    );
    return making;
  }

  async #make(reader: RunReader, making: Making): Promise<ReadonlyMap<string, Placed>> {
    const found: { id: string; vector: Float32Array; order: number }[] = [];
    for await (const { id, vector } of vectorsOf(reader))
      found.push({ id, vector, order: hash32(id) });
    making.progress = 0.2;
    const dimensions = found[0]?.vector.length ?? 0;
    const same = found
      .filter(({ vector }) => vector.length === dimensions)
      .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
    if (same.length === 0) return new Map();
    const vectors = new Float32Array(same.length * dimensions);
    for (const [at, { vector }] of same.entries()) vectors.set(vector, at * dimensions);
    making.progress = 0.3;
    const fitted = Math.min(same.length, MOST_FITTED);
    const task: MapTask = { vectors, dimensions, fitted };
    const placed = await runWorker<MapTask, MapResult>(
      new URL("./map-worker.js", import.meta.url),
      task,
      { signal: this.#stop.signal },
    );
    return new Map(
      same.map(({ id }, at) => [
        id,
        { x: placed[at * 2]!, y: placed[at * 2 + 1]!, isFitted: at < fitted },
      ]),
    );
  }
}
