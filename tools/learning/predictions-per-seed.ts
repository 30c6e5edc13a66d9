import { trainPerSeed } from "./classifiers/train-text-classifier.js";
import type { TextInput, TrainOptions } from "./contract.js";

/** What a classifier is trained on with several seeds, and what each is asked then. */
export interface PerSeedTask extends Omit<TrainOptions, "initial" | "seed"> {
  readonly seeds: readonly number[];
  readonly test: readonly TextInput[];
}

/** What the classifier of one seed says of each text of the test. */
export interface SeedPredictions {
  /** The most probable class; of several labels a row all that reach their cut. */
  readonly labels: readonly (string | readonly string[])[];
  /** The largest probability. */
  readonly confidences: readonly number[];
}

/**
 * The predictions of a classifier trained with each of the seeds, in their order.
 *
 * @throws as `trainTextClassifier`
 */
export function predictionsPerSeed({ seeds, test, ...options }: PerSeedTask): SeedPredictions[] {
  return Array.from(trainPerSeed(options, seeds), (classifier) => {
    const predictions = classifier.predict(test);
    return {
      labels: predictions.map(({ label, labels }) => labels ?? label),
      confidences: predictions.map(({ probabilities }) => Math.max(...probabilities)),
    };
  });
}
