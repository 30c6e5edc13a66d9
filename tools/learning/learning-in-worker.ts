import { availableParallelism } from "node:os";
import { types } from "node:util";
import { classifierFromJSON } from "./classifiers/classifier-from-json.js";
import type { TextClassifier, TrainOptions } from "./contract.js";
import {
  checkCrossValidation,
  FOLDS,
  joinRuns,
  type CrossValidation,
  type CrossValidationOptions,
} from "./cross-validated-probabilities.js";
import { KeptResults } from "./kept-results.js";
import type { PerSeedTask, SeedPredictions } from "./predictions-per-seed.js";
import { runInWorker, type WorkerOptions } from "./run-in-worker.js";
import type { HeldOutScores, HeldOutTask } from "./scores/held-out-scores.js";
import type { InfluenceResult, InfluenceTask } from "./scores/influence-scores.js";
import type { TrainingDynamics, TrainingDynamicsOptions } from "./training-dynamics.js";

/** A training is known again where runs share support rows; folds of a whole dataset save more. */
const MOST_ROWS = { trained: 5000, validated: 20_000 } as const;

/** Numbers that an array of its own takes beside those in it: a row of probabilities is one. */
const ARRAY_NUMBERS = 25;

/** Features are hardly more than the characters that they are made of; each has a number a class. */
const trained = new KeptResults<Omit<TrainOptions, "initial">, TextClassifier>(
  ({ texts }, { classes }) =>
    classes.length * (texts as readonly string[]).reduce((sum, { length }) => sum + length, 0),
  { mostRows: MOST_ROWS.trained },
);
const validated = new KeptResults<CrossValidationOptions, CrossValidation>(
  ({ texts }, { classes }) => texts.length * (classes.length + 1 + ARRAY_NUMBERS),
  { mostRows: MOST_ROWS.validated },
);
const predicted = new KeptResults<PerSeedTask, readonly SeedPredictions[]>(
  ({ test }, { length }) => 2 * length * test.length,
  { mostRows: MOST_ROWS.trained },
);

/**
 * `trainTextClassifier` in a worker thread: the same classifier to the bit, and the event loop
 * stays free.
 */
export async function trainTextClassifierInWorker(
  options: TrainOptions,
  worker: WorkerOptions = {},
): Promise<TextClassifier> {
  const { initial, ...rest } = options;
  const train = async (): Promise<TextClassifier> =>
    classifierFromJSON(
      await runInWorker(
        { name: "train", options: rest, initial: initial?.toJSON() ?? null },
        worker,
      ),
    );
  return initial === undefined ? trained.of(rest, train) : train();
}

/**
 * `predictionsPerSeed` in one worker thread: what it compiles for the first seed serves the others.
 */
export async function predictionsPerSeedInWorker(
  options: PerSeedTask,
  worker: WorkerOptions = {},
): Promise<readonly SeedPredictions[]> {
  return predicted.of(options, () => runInWorker({ name: "per-seed", options }, worker));
}

/**
 * `crossValidatedProbabilities` with the folds spread over worker threads, which share one count
 * of the texts; the result does not depend on their number.
 *
 * @param worker.keep false where nobody will ask for the same rows again. Default: true
 */
export async function crossValidatedProbabilitiesInWorker(
  options: CrossValidationOptions,
  { keep = true, ...worker }: WorkerOptions & { readonly keep?: boolean } = {},
): Promise<CrossValidation> {
  if (!keep) return validate(options, worker);
  const found = await validated.of(options, () => validate(options, worker));
  // Each asker's own, to do with as it likes.
  return {
    ...found,
    probabilities: found.probabilities.map((row) => row.slice()),
    folds: found.folds.slice(),
  };
}

/**
 * Counts of the last validation, which nobody reads any more, until they are collected: that may be late, as
 * what threads share weighs nothing for the collector of the main one (50 MiB of 20,000 texts, of ten parts
 * of a dataset one after the other 500).
 */
let spare: WeakRef<SharedArrayBuffer> | undefined;

async function validate(
  options: CrossValidationOptions,
  worker: WorkerOptions,
): Promise<CrossValidation> {
  const threads = Math.max(1, availableParallelism());
  checkCrossValidation(options);
  const taken = spare?.deref();
  spare = undefined;
  const planned = runInWorker({ name: "plan-folds", options, spare: taken }, worker);
  // The threads of the folds start while one of them counts.
  const { folds: wantedFolds = FOLDS, repeats = 1 } = options;
  for (let thread = 1; thread < Math.min(threads, wantedFolds * repeats); thread++)
    runInWorker({ name: "load" }, worker).catch(() => {}); // the folds hear of it
  const { plans, shared } = await planned;
  const { texts: _counted, ...rest } = options;
  const runs = plans.map(async ({ classes, folds, count }) => {
    const shares = Array.from({ length: Math.min(threads, count) }, (_, thread) =>
      Array.from({ length: count }, (_fold, fold) => fold).filter(
        (fold) => fold % threads === thread,
      ),
    );
    const parts = await Promise.all(
      shares.map((wanted) =>
        runInWorker({ name: "folds", options: rest, shared, folds, wanted, classes }, worker),
      ),
    );
    return { classes, folds, parts: parts.flat() };
  });
  const joined = joinRuns(await Promise.all(runs), options);
  // Of a validation that was stopped a thread may still read them.
  const { buffer } = shared.counted.counts.indices;
  if (types.isSharedArrayBuffer(buffer)) spare = new WeakRef(buffer);
  return joined;
}

/** `trainingDynamics` in a worker thread. */
export async function trainingDynamicsInWorker(
  options: TrainingDynamicsOptions,
  worker: WorkerOptions = {},
): Promise<TrainingDynamics> {
  return runInWorker({ name: "dynamics", options }, worker);
}

/** `influenceScores` in a worker thread. */
export async function influenceScoresInWorker(
  options: InfluenceTask,
  worker: WorkerOptions = {},
): Promise<InfluenceResult> {
  return runInWorker({ name: "influence", options }, worker);
}

/** `heldOutScores` in a worker thread. */
export async function heldOutScoresInWorker(
  options: HeldOutTask,
  worker: WorkerOptions = {},
): Promise<readonly HeldOutScores[]> {
  return runInWorker({ name: "held-out", options }, worker);
}
