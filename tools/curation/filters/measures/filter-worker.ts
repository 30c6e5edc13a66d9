import { workerAnswer } from "../../../../base/workers/run-worker.js";
import { doFilterTask, type FilterTask } from "./filter-tasks.js";

/** The entry point of the worker thread. */
export default workerAnswer((task: FilterTask) => doFilterTask(task));
