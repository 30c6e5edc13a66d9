import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Classifier, TrainOptions } from "../contract.js";
import { trainTextClassifierInWorker } from "../learning-in-worker.js";
import { decidingOptions } from "../out-of-sample.js";
import { embeddedInputs } from "../features/embedded-inputs.js";
import { LEARNING_FEATURES, type LearningFeatures } from "../features/learning-features.js";
import { plainInput } from "../features/plain-input.js";
import { classifierFromJSON } from "./classifier-from-json.js";
import { EmbeddingTextClassifier, EMBEDDING_TYPE } from "./embedding-text-classifier.js";

const featuresSetting = z
  .enum(LEARNING_FEATURES)
  .default("words")
  .describe(
    "What is learnt from: words and characters, embeddings of models.embeddings, or both. Default: words.",
  );

/** Linear models over words and characters, embeddings, or both. */
export const linearClassifier = configurable({
  settings: z.strictObject({
    algorithm: z
      .enum(["logistic-regression", "linear-svm"])
      .default("logistic-regression")
      .describe("What is fitted. Default: logistic-regression."),
    cost: numberSetting(
      { above: 0 },
      "Cost of an error against the size of the weights. Default: chosen on held-out rows.",
    ),
    features: featuresSetting,
  }),
  make: ({ algorithm, cost, features }) => sparse({ algorithm, cost }, features),
});

/** Multinomial naive Bayes over the same features: many classes at little memory. */
export const naiveBayesClassifier = sparse({ algorithm: "naive-bayes" });

/** The mean of a logistic regression and naive Bayes. */
export const ensembleClassifier = sparse({ algorithm: "ensemble" });

/** Trained in a worker thread, with probabilities that decisions may rest on. */
function sparse(
  how: Pick<TrainOptions, "algorithm" | "cost">,
  features: LearningFeatures = "words",
): Classifier {
  return {
    train: async ({ texts, labels, weights, classes }, { signal, embed }) => {
      const classifier = await trainTextClassifierInWorker(
        {
          texts: await embeddedInputs(texts.map(plainInput), { embed, features, signal }),
          labels,
          weights,
          classes,
          ...decidingOptions(texts.length),
          ...how,
        },
        { signal },
      );
      return features === "words" ? classifier : new EmbeddingTextClassifier(classifier, features);
    },
    restore: (state) =>
      state.type === EMBEDDING_TYPE
        ? EmbeddingTextClassifier.fromState(state)
        : classifierFromJSON(state),
  };
}
