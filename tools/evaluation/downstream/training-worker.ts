import { workerAnswer } from "../../../base/workers/run-worker.js";
import { trainedPredictions, type TrainingTask } from "./trained-predictions.js";

export default workerAnswer<TrainingTask, readonly string[] | string>(trainedPredictions);
