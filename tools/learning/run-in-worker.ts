import { runWorker, type WorkerOptions } from "../../base/workers/run-worker.js";
import type { LearningResults, LearningTask } from "./learning-tasks.js";

export type { WorkerOptions };

/**
 * Does a learning task in a worker thread.
 *
 * @throws INTERRUPTED if the signal fired; whatever coded error the task itself throws
 */
export async function runInWorker<Task extends LearningTask>(
  task: Task,
  options: WorkerOptions = {},
): Promise<LearningResults[Task["name"]]> {
  return runWorker<Task, LearningResults[Task["name"]]>(
    new URL("./learning-worker.js", import.meta.url),
    task,
    options,
  );
}
