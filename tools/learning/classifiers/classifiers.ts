import { Slot, type SlotEntry } from "../../../base/slots/slot.js";
import type { Classifier } from "../contract.js";

const entries = {
  linear: {
    about: "A logistic regression or linear support vector machine over words and characters.",
    load: async () => (await import("./sparse-classifiers.js")).linearClassifier,
  },
  "naive-bayes": {
    about: "Multinomial naive Bayes over the same features: quick, many classes, little memory.",
    load: async () => (await import("./sparse-classifiers.js")).naiveBayesClassifier,
  },
  ensemble: {
    about: "The mean of a logistic regression and naive Bayes.",
    load: async () => (await import("./sparse-classifiers.js")).ensembleClassifier,
  },
  "nearest-neighbour": {
    about: "The labels of the nearest rows by embedding.",
    load: async () =>
      (await import("./nearest-neighbour-classifier.js")).nearestNeighbourClassifier,
  },
  "language-model": {
    about: "The labeler's language model, shown a few of the rows; one call a text.",
    load: async () => (await import("./language-model-classifier.js")).languageModelClassifier,
  },
} satisfies Record<string, SlotEntry<Classifier>>;

/** Small models that label texts, by name. */
export const CLASSIFIERS = new Slot<Classifier>("classifier", entries);
