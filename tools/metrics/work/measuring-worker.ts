import { workerAnswer } from "../../../base/workers/run-worker.js";
import { runMeasuringTask, type MeasuringResults, type MeasuringTask } from "./measuring-tasks.js";

export default workerAnswer<MeasuringTask, MeasuringResults[MeasuringTask["name"]]>(
  runMeasuringTask,
);
