import { workerAnswer } from "../../base/workers/run-worker.js";
import { runLearningTask, type LearningTask } from "./learning-tasks.js";

/** The entry point of the worker thread. */
export default workerAnswer((task: LearningTask) => runLearningTask(task));
