import { Random } from "../../statistics/random.js";
import { runWorker, type WorkerOptions } from "../../workers/run-worker.js";
import { medoids } from "./medoids.js";

export interface MedoidsTask {
  /** Each group is clustered alone. */
  readonly groups: readonly (readonly Float32Array[])[];
  /** Clusters of a group. */
  readonly clusters: number;
  readonly seed: number;
}

/** Vectors times centres that take a few milliseconds: not worth a thread. */
const SMALL = 500;

/** `medoids` of several groups in a thread of its own, or at once where they are small; positions within each group. */
export async function medoidsInWorker(task: MedoidsTask, options: WorkerOptions = {}): Promise<readonly number[][]> {
  const work = task.groups.reduce((sum, { length }) => sum + (length > task.clusters ? length * task.clusters : 0), 0);
  return work <= SMALL ? medoidsOfGroups(task) : runWorker<MedoidsTask, number[][]>(new URL("./medoids-worker.js", import.meta.url), task, options);
}

/** `medoids` of each group in this thread. */
export function medoidsOfGroups({ groups, clusters, seed }: MedoidsTask): number[][] {
  return groups.map((vectors, group) => medoids(vectors, clusters, new Random(seed).derive("medoids", group)));
}
