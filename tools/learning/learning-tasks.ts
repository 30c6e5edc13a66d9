import { classifierFromJSON } from "./classifiers/classifier-from-json.js";
import type { ClassifierState, TrainOptions } from "./contract.js";
import {
  countForFolds,
  planRuns,
  predictFold,
  type CrossValidationOptions,
  type FoldOptions,
  type FoldPlan,
  type FoldPredictions,
  type SharedCounts,
} from "./cross-validated-probabilities.js";
import {
  influenceScores,
  type InfluenceResult,
  type InfluenceTask,
} from "./scores/influence-scores.js";
import {
  predictionsPerSeed,
  type PerSeedTask,
  type SeedPredictions,
} from "./predictions-per-seed.js";
import { heldOutScores, type HeldOutScores, type HeldOutTask } from "./scores/held-out-scores.js";
import { trainTextClassifier } from "./classifiers/train-text-classifier.js";
import {
  trainingDynamics,
  type TrainingDynamics,
  type TrainingDynamicsOptions,
} from "./training-dynamics.js";

/**
 * A piece of learning that a worker thread does; everything in it can be copied between threads.
 */
export type LearningTask =
  /** Nothing but to be ready for the tasks that follow. */
  | { readonly name: "load" }
  | {
      readonly name: "train";
      readonly options: Omit<TrainOptions, "initial">;
      readonly initial: ClassifierState | null;
    }
  | { readonly name: "per-seed"; readonly options: PerSeedTask }
  /** What comes before the folds: who is in which, and what they share. */
  | {
      readonly name: "plan-folds";
      readonly options: CrossValidationOptions;
      readonly spare: SharedArrayBuffer | undefined;
    }
  | {
      readonly name: "folds";
      readonly options: FoldOptions;
      readonly shared: SharedCounts;
      readonly folds: Int32Array;
      readonly wanted: readonly number[];
      readonly classes: readonly string[];
    }
  | { readonly name: "dynamics"; readonly options: TrainingDynamicsOptions }
  | { readonly name: "influence"; readonly options: InfluenceTask }
  | { readonly name: "held-out"; readonly options: HeldOutTask };

export interface LearningResults {
  readonly load: null;
  readonly train: ClassifierState;
  readonly "per-seed": readonly SeedPredictions[];
  readonly "plan-folds": { readonly plans: readonly FoldPlan[]; readonly shared: SharedCounts };
  readonly folds: readonly FoldPredictions[];
  readonly dynamics: TrainingDynamics;
  readonly influence: InfluenceResult;
  readonly "held-out": readonly HeldOutScores[];
}

/** Does a task in this thread. */
export function runLearningTask(task: LearningTask): LearningResults[LearningTask["name"]] {
  switch (task.name) {
    case "load":
      return null;
    case "train":
      return trainTextClassifier({
        ...task.options,
        initial: task.initial === null ? undefined : classifierFromJSON(task.initial),
      }).toJSON();
    case "per-seed":
      return predictionsPerSeed(task.options);
    case "plan-folds":
      return { plans: planRuns(task.options), shared: countForFolds(task.options, task.spare) };
    case "folds":
      return task.wanted.map((fold) =>
        predictFold(task.options, task.folds, fold, task.classes, task.shared),
      );
    case "dynamics":
      return trainingDynamics(task.options);
    case "influence":
      return influenceScores(task.options);
    case "held-out":
      return heldOutScores(task.options);
  }
}
