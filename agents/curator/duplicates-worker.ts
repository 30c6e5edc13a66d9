import type { Notation } from "../../base/text/notation.js";
import { workerAnswer } from "../../base/workers/run-worker.js";
import { duplicatesOf } from "./duplicates.js";

export interface DuplicatesTask {
  readonly texts: readonly string[];
  readonly threshold: number;
  readonly notation: Notation;
}

export default workerAnswer((task: DuplicatesTask) => duplicatesOf(task.texts, task));
