import { runWorker, type WorkerOptions } from "../../../base/workers/run-worker.js";
import type { MeasuringResults, MeasuringTask } from "./measuring-tasks.js";

/**
 * Does a measuring task in a worker thread.
 *
 * @throws INTERRUPTED if the signal fired; whatever coded error the task itself throws
 */
export async function measureInWorker<Task extends MeasuringTask>(
  task: Task,
  options: WorkerOptions = {},
): Promise<MeasuringResults[Task["name"]]> {
  return runWorker<Task, MeasuringResults[Task["name"]]>(
    new URL("./measuring-worker.js", import.meta.url),
    task,
    options,
  );
}
