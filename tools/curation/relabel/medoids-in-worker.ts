import { Random } from "../../../base/statistics/random.js";
import { runWorker, type WorkerOptions } from "../../../base/workers/run-worker.js";
import { medoids } from "./medoids.js";

export interface MedoidsOptions {
  /** Each group is clustered alone. */
  readonly groups: readonly (readonly Float32Array[])[];
  /** Clusters of a group. */
  readonly clusters: number;
  readonly seed: number;
}

/** The same as it goes to the thread. */
export interface MedoidsTask extends Pick<MedoidsOptions, "clusters" | "seed"> {
  /**
   * Vectors of all groups, one behind the other: thousands of small arrays take long on their way
   * to a thread.
   */
  readonly vectors: Float32Array;
  readonly dimension: number;
  /** How many vectors each group has. */
  readonly sizes: readonly number[];
}

/** Vectors times centres that take a few milliseconds: not worth a thread. */
const SMALL = 500;

/**
 * `medoids` of several groups of vectors in a thread of its own, or at once where they are small.
 *
 * @returns positions within each group
 * @throws  INTERRUPTED if the signal fired
 */
export async function medoidsInWorker(
  { groups, clusters, seed }: MedoidsOptions,
  options: WorkerOptions = {},
): Promise<readonly number[][]> {
  const work = groups.reduce(
    (sum, { length }) => sum + (length > clusters ? length * clusters : 0),
    0,
  );
  if (work <= SMALL)
    return groups.map((vectors, group) => medoidsOfGroup(vectors, group, { clusters, seed }));
  const dimension = groups.find((group) => group.length > 0)?.[0]?.length ?? 0;
  const vectors = new Float32Array(groups.reduce((sum, { length }) => sum + length, 0) * dimension);
  let at = 0;
  for (const vector of groups.flat()) {
    vectors.set(vector, at);
    at += dimension;
  }
  const task: MedoidsTask = {
    vectors,
    dimension,
    sizes: groups.map((group) => group.length),
    clusters,
    seed,
  };
  return runWorker<MedoidsTask, number[][]>(
    new URL("./medoids-worker.js", import.meta.url),
    task,
    options,
  );
}

/** `medoids` of each group of a task, in this thread. */
export function medoidsOfTask({ vectors, dimension, sizes, ...how }: MedoidsTask): number[][] {
  let at = 0;
  return sizes.map((size, group) =>
    medoidsOfGroup(
      Array.from({ length: size }, () => vectors.subarray(at, (at += dimension))),
      group,
      how,
    ),
  );
}

function medoidsOfGroup(
  vectors: readonly Float32Array[],
  group: number,
  { clusters, seed }: Pick<MedoidsOptions, "clusters" | "seed">,
): number[] {
  return medoids(vectors, clusters, new Random(seed).derive("medoids", group));
}
