import { workerAnswer } from "../../base/workers/run-worker.js";
import { count, measure, type CountedTexts, type Measured, type MeasureTask } from "./measure.js";

/** Asked for counts alone where the texts come some at a time. */
export default workerAnswer<MeasureTask & { readonly counts?: boolean }, Measured | CountedTexts>(
  (task) => (task.counts === true ? count(task) : measure(task)),
);
