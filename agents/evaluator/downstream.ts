import { isDatawrightError } from "../../base/errors.js";
import { threadSlices } from "../../base/workers/time-slices.js";
import { labelKey, type LabelValue } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";
import { predictionsPerSeedInWorker } from "../../tools/learning/learning-in-worker.js";
import type { SeedPredictions } from "../../tools/learning/predictions-per-seed.js";
import { wilsonInterval } from "../../base/statistics/intervals.js";
import { mean } from "../../base/statistics/mean.js";
import {
  armDifference,
  type ArmPredictions,
} from "../../tools/evaluation/downstream/arm-scores.js";
import type { CalibrationFigures } from "../../schema/report-figures.js";
import { calibrationFigures } from "../../tools/reporting/figures/calibration-figures.js";
import type { RoleReturn } from "../roles.js";

export interface TrainingRow {
  readonly text: string;
  readonly label: LabelValue;
  readonly weight: number;
}
type Downstream = RoleReturn<"evaluator", "evaluate">["downstream"];
type Accuracy = NonNullable<Downstream["synthetic"]>;
/** What a trained model got right, and how sure it was of each row. */
interface Tested {
  readonly accuracy: Accuracy;
  readonly predicted: ArmPredictions;
  readonly said: readonly number[];
  readonly came: readonly boolean[];
}

const LARGE = 5000;

/**
 * The test with real data: the accuracy, on held-out real rows, of a small model trained on the
 * accepted samples, beside one trained on the real support rows and the share of the most frequent
 * label. A sample of several labels counts when all of them are right. The mean over
 * `evaluate.seeds` trainings, with the Wilson interval of that mean over the test rows; their difference
 * with the interval of a paired bootstrap over the same rows (Efron 1979).
 */
export async function downstreamOf(
  synthetic: readonly TrainingRow[],
  heldOut: { readonly rows: readonly Row[]; readonly removed: number } | null,
  task: Task,
  signal: AbortSignal,
): Promise<{ readonly downstream: Downstream; readonly calibration: CalibrationFigures | null }> {
  const known = new Set(task.labels.map((label) => label.name));
  const usable = (row: { readonly text: string; readonly label: LabelValue }): boolean =>
    row.label !== null &&
    row.text.trim() !== "" &&
    ([] as string[]).concat(row.label).every((name) => known.has(name));
  const test = (heldOut?.rows ?? []).filter(usable);
  const none: Downstream = {
    synthetic: null,
    real: null,
    difference: null,
    majority: null,
    testSize: test.length,
    removedFromTest: heldOut?.removed ?? 0,
  };
  if (known.size === 0 || task.kind.labels === "none")
    return { downstream: { ...none, note: "the task has no labels to test" }, calibration: null };
  if (test.length === 0)
    return { downstream: { ...none, note: "no held-out real rows to test on" }, calibration: null };
  const counts = new Map<string, number>();
  for (const row of test)
    counts.set(labelKey(row.label), (counts.get(labelKey(row.label)) ?? 0) + 1);
  const tested = (rows: readonly TrainingRow[]): Promise<Tested | string> =>
    accuracyOf(rows.filter(usable), test, task, signal);
  const [ownOrWhy, realOrWhy] = await Promise.all([
    tested(synthetic),
    tested(task.support.map(({ text, label }) => ({ text, label, weight: 1 }))),
  ]);
  const own = typeof ownOrWhy === "string" ? null : ownOrWhy;
  const real = typeof realOrWhy === "string" ? null : realOrWhy;
  const notes = [
    ...(typeof ownOrWhy === "string" ? [`synthetic: ${ownOrWhy}`] : []),
    ...(typeof realOrWhy === "string" ? [`real: ${realOrWhy}`] : []),
  ];
  return {
    downstream: {
      ...none,
      synthetic: own?.accuracy ?? null,
      real: real?.accuracy ?? null,
      difference:
        own === null || real === null ? null : await differenceOf(own, real, { test, task }),
      majority: Math.max(...counts.values()) / test.length,
      ...(notes.length > 0 ? { note: notes.join("; ") } : {}),
    },
    calibration:
      own === null || task.spec.multiLabel ? null : calibrationFigures(own.said, own.came),
  };
}

async function differenceOf(
  own: Tested,
  real: Tested,
  { test, task }: { readonly test: readonly Row[]; readonly task: Task },
): Promise<NonNullable<Downstream["difference"]>> {
  const truth = test.map(({ label }) => labelKey(label));
  const { difference, low, high } = await armDifference(own.predicted, real.predicted, {
    truth,
    seed: task.spec.seed,
  });
  return { value: difference, low, high };
}

/** The accuracy of models trained on these rows, or why none could be trained. */
async function accuracyOf(
  rows: readonly TrainingRow[],
  test: readonly Row[],
  task: Task,
  signal: AbortSignal,
): Promise<Tested | string> {
  const { multiLabel, label, evaluate } = task.spec;
  if (rows.length < label.minTraining)
    return `${rows.length} rows to train on, at least ${label.minTraining} are needed`;
  await threadSlices.turn();
  try {
    const found = await predictionsPerSeedInWorker(
      {
        texts: rows.map((row) => row.text),
        labels: rows.map((row) =>
          multiLabel ? ([] as string[]).concat(row.label ?? []) : labelKey(row.label),
        ),
        weights: rows.map((row) => row.weight),
        classes: task.labels.map((known) => known.name),
        calibration: multiLabel ? undefined : ("none" as const),
        features: rows.length > LARGE ? { minDocumentFrequency: 2 } : undefined,
        seeds: Array.from({ length: evaluate.seeds }, (_, index) => index + 1),
        test: test.map((row) => row.text),
      },
      { signal },
    );
    const keysOf = ({ labels }: SeedPredictions): string[] =>
      labels.map((given) => labelKey(typeof given === "string" ? given : [...given]));
    const rightOf = (predictions: SeedPredictions): boolean[] =>
      keysOf(predictions).map((key, row) => key === labelKey(test[row]!.label));
    const accuracy = mean(found.map((one) => rightOf(one).filter(Boolean).length / test.length));
    const { lower, upper } = wilsonInterval(accuracy * test.length, test.length);
    return {
      accuracy: { accuracy, low: lower, high: upper, trainSize: rows.length },
      predicted: { size: rows.length, bySeed: found.map(keysOf) },
      // Of one training: rows are counted once.
      said: found[0]?.confidences ?? [],
      came: found[0] === undefined ? [] : rightOf(found[0]),
    };
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA") return error.message;
    throw error;
  }
}
