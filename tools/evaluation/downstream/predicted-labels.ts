import { runWorker } from "../../../base/workers/run-worker.js";
import { trainedPredictions, type TrainingTask } from "./trained-predictions.js";

/** Rows to train on and to test from which a thread is worth its start. */
const FEW = 300;

/** `trainedPredictions`, in a thread where there is more to do than its start takes. */
export async function predictedLabels(
  training: TrainingTask,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly string[] | string> {
  if (training.texts.length + training.test.length <= FEW) return trainedPredictions(training);
  return runWorker<TrainingTask, readonly string[] | string>(
    new URL("./training-worker.js", import.meta.url),
    training,
    { signal },
  );
}
