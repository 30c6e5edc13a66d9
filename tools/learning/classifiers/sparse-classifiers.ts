import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import type { Classifier, TrainOptions } from "../contract.js";
import { trainTextClassifierInWorker } from "../learning-in-worker.js";
import { decidingOptions } from "../out-of-sample.js";
import { classifierFromJSON } from "./classifier-from-json.js";

/** Linear models over words and characters. */
export const linearClassifier = configurable({
  settings: z.strictObject({
    algorithm: z
      .enum(["logistic-regression", "linear-svm"])
      .default("logistic-regression")
      .describe("What is fitted. Default: logistic-regression."),
    cost: z
      .number()
      .positive()
      .optional()
      .describe(
        "Cost of an error against the size of the weights. Default: chosen on held-out rows.",
      ),
  }),
  make: ({ algorithm, cost }) => sparse({ algorithm, cost }),
});

/** Multinomial naive Bayes over the same features: many classes at little memory. */
export const naiveBayesClassifier = sparse({ algorithm: "naive-bayes" });

/** The mean of a logistic regression and naive Bayes. */
export const ensembleClassifier = sparse({ algorithm: "ensemble" });

/** Trained in a worker thread, with probabilities that decisions may rest on. */
function sparse(how: Pick<TrainOptions, "algorithm" | "cost">): Classifier {
  return {
    train: ({ texts, labels, weights, classes }, { signal }) =>
      trainTextClassifierInWorker(
        { texts, labels, weights, classes, ...decidingOptions(texts.length), ...how },
        { signal },
      ),
    restore: classifierFromJSON,
  };
}
