import type { Notation } from "../../../../base/text/notation.js";
import { NearDuplicateIndex } from "../../../dedup/near-duplicate-index.js";
import { findLeakage, type Leakage, type LeakageOptions } from "../../../dedup/find-leakage.js";
import { runWorker } from "../../../../base/workers/run-worker.js";
import { heldOutLogProbabilities, type LogProbabilityTask } from "./class-language-model.js";

/** A near duplicate of an earlier text that stays. */
export interface NearDuplicate {
  readonly index: number;
  readonly of: number;
  readonly jaccard: number;
}

/** What filters compute in a thread of its own; everything in it can be copied between threads. */
export type FilterTask =
  | {
      readonly name: "near-duplicates";
      readonly texts: readonly string[];
      readonly threshold: number;
      readonly shingle: number;
      readonly notation: Notation;
    }
  | {
      readonly name: "leakage";
      readonly texts: readonly string[];
      readonly test: readonly string[];
      readonly options: LeakageOptions;
    }
  | ({ readonly name: "log-probabilities" } & LogProbabilityTask);

export interface FilterResults {
  readonly "near-duplicates": readonly NearDuplicate[];
  readonly leakage: Leakage;
  readonly "log-probabilities": Float64Array;
}

/** Less text than this takes a few milliseconds: not worth a thread. */
const SMALL = 10_000;

/**
 * Does a task in a thread of its own, or at once where it is small; the result is the same.
 * @throws INTERRUPTED and what the task throws
 */
export async function runFilterTask<Task extends FilterTask>(
  task: Task,
  signal?: AbortSignal,
): Promise<FilterResults[Task["name"]]> {
  const small =
    "texts" in task &&
    task.texts.reduce((sum, text) => sum + text.length, 0) < SMALL &&
    (task.name !== "leakage" || task.test.length < 100);
  if (small) return doFilterTask(task) as FilterResults[Task["name"]];
  return runWorker<Task, FilterResults[Task["name"]]>(
    new URL("./filter-worker.js", import.meta.url),
    task,
    signal ? { signal } : {},
  );
}

/** Does a task in this thread. */
export function doFilterTask(task: FilterTask): FilterResults[FilterTask["name"]] {
  switch (task.name) {
    case "near-duplicates": {
      const { threshold, shingle, notation } = task;
      const kept = new NearDuplicateIndex({ threshold, shingle, notation });
      return task.texts.flatMap((text) => {
        const { index, duplicateOf, jaccard } = kept.add(text);
        return duplicateOf === null ? [] : [{ index, of: duplicateOf, jaccard }];
      });
    }
    case "leakage":
      return findLeakage(task.texts, task.test, task.options);
    case "log-probabilities":
      return heldOutLogProbabilities(task);
  }
}
