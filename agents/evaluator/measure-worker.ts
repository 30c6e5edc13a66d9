import { workerAnswer } from "../../base/workers/run-worker.js";
import { measure, type Measured, type MeasureTask } from "./measure.js";

export default workerAnswer<MeasureTask, Measured>(measure);
