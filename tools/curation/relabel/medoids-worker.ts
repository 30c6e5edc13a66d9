import { workerAnswer } from "../../../base/workers/run-worker.js";
import { medoidsOfTask, type MedoidsTask } from "./medoids-in-worker.js";

/** The entry point of the worker thread. */
export default workerAnswer((task: MedoidsTask) => medoidsOfTask(task));
