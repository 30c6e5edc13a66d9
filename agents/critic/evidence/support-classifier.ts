import type { Task } from "../../../schema/task.js";
import { labelKey } from "../../../schema/label.js";
import type { TextClassifier } from "../../../tools/learning/contract.js";
import {
  crossValidatedProbabilitiesInWorker,
  trainTextClassifierInWorker,
} from "../../../tools/learning/learning-in-worker.js";
import { decidingOptions } from "../../../tools/learning/out-of-sample.js";

/** A small classifier of the support rows, with how it does on rows that it has not seen. */
export interface SupportClassifier {
  readonly classifier: TextClassifier;
  /**
   * Out-of-sample probabilities that support rows give their own label, ascending: what a true
   * label looks like.
   */
  readonly ofTrueLabels: Float64Array;
}

/** Once per task: support rows never change during a run. */
const trained = new WeakMap<Task, Promise<SupportClassifier | null>>();

/**
 * The classifier of a task's support rows; null for tasks without labels, with several labels a
 * sample, or with too few rows.
 */
export function supportClassifierOf(task: Task): Promise<SupportClassifier | null> {
  let promise = trained.get(task);
  if (!promise) {
    promise = train(task);
    trained.set(task, promise);
  }
  return promise;
}

async function train(task: Task): Promise<SupportClassifier | null> {
  if (task.labels.length < 2 || task.spec.multiLabel) return null;
  const rows = task.support.filter(
    (row) => typeof row.label === "string" && row.text.trim() !== "",
  );
  const labels = rows.map((row) => labelKey(row.label));
  if (rows.length < Math.max(2, task.spec.label.minTraining) || new Set(labels).size < 2)
    return null;
  const options = {
    texts: rows.map((row) => row.text),
    labels,
    classes: task.labels.map((label) => label.name),
    ...decidingOptions(rows.length),
  };
  const [classifier, validated] = await Promise.all([
    trainTextClassifierInWorker(options),
    crossValidatedProbabilitiesInWorker({ ...options, folds: 10 }),
  ]);
  const ofTrueLabels = Float64Array.from(
    labels,
    (label, row) => validated.probabilities[row]?.[validated.classes.indexOf(label)] ?? 0,
  ).sort();
  return { classifier, ofTrueLabels };
}

/**
 * Share of the values that are at most `value`, counting one more for the new one: a conformal
 * p-value (Vovk et al. 2005).
 */
export function conformalProbability(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return (1 + low) / (1 + sorted.length);
}
