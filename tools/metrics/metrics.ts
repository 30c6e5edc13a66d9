import { Slot, type SlotEntry } from "../../base/slots/slot.js";
import type { Metric } from "./contract.js";

const entries = {
  vocabulary: {
    about: "Number of distinct tokens.",
    load: async () => (await import("./slot/lexical-metrics.js")).vocabularyMetric,
  },
  "distinct-1": {
    about: "Distinct tokens over all tokens (Li et al. 2016).",
    load: async () => (await import("./slot/lexical-metrics.js")).distinct1Metric,
  },
  "distinct-2": {
    about: "Distinct pairs of tokens over all pairs (Li et al. 2016).",
    load: async () => (await import("./slot/lexical-metrics.js")).distinct2Metric,
  },
  "distinct-3": {
    about: "Distinct runs of three tokens over all such runs (Li et al. 2016).",
    load: async () => (await import("./slot/lexical-metrics.js")).distinct3Metric,
  },
  "average-pairwise-similarity": {
    about: "Mean cosine similarity of all pairs of samples, by embedding.",
    load: async () => (await import("./slot/similarity-metric.js")).similarityMetric,
  },
  "class-vocabulary": {
    about: "Distinct tokens of a class, the mean over the classes (Yu et al. 2023).",
    load: async () => (await import("./slot/worded-metrics.js")).classVocabularyMetric,
  },
  "ngram-entropy": {
    about: "Entropy of the n-grams in bits, n = 1 to 3.",
    load: async () => (await import("./slot/worded-metrics.js")).ngramEntropyMetric,
  },
  ingf: {
    about: "Mean number of samples that hold a bigram.",
    load: async () => (await import("./slot/worded-metrics.js")).ingfMetric,
  },
  "self-bleu": {
    about: "BLEU of each sample against all others, n = 1 to 5 (Zhu et al. 2018).",
    load: async () => (await import("./slot/worded-metrics.js")).selfBleuMetric,
  },
  mtld: {
    about:
      "Words in which the share of different words stays above 0.72 (McCarthy and Jarvis 2010).",
    load: async () => (await import("./slot/worded-metrics.js")).mtldMetric,
  },
  "unseen-tokens": {
    about:
      "Probability that the next token is new (Good-Turing), and the vocabulary at least (Chao1).",
    load: async () => (await import("./slot/worded-metrics.js")).unseenTokensMetric,
  },
  "verb-object-pairs": {
    about: "Different verbs with their objects in English instructions (Wang et al. 2023).",
    load: async () => (await import("./slot/worded-metrics.js")).verbObjectPairsMetric,
  },
  "class-similarity": {
    about: "Mean cosine similarity of pairs within and between classes (Yu et al. 2023).",
    load: async () => (await import("./slot/vector-metrics.js")).classSimilarityMetric,
  },
  vendi: {
    about: "Effective number of different samples, by embedding (Friedman and Dieng 2023).",
    load: async () => (await import("./slot/vector-metrics.js")).vendiMetric,
  },
  "remote-clique": {
    about: "Mean cosine distance to all other samples (Cox et al. 2021).",
    load: async () => (await import("./slot/vector-metrics.js")).remoteCliqueMetric,
  },
  chamfer: {
    about:
      "Mean cosine distance to the nearest other sample (Cox et al. 2021), and the share with a twin.",
    load: async () => (await import("./slot/vector-metrics.js")).chamferMetric,
  },
  "semantic-duplicates": {
    about: "Samples that say the same as one before them, by embedding.",
    load: async () => (await import("./slot/vector-metrics.js")).semanticDuplicatesMetric,
  },
  duplicates: {
    about: "Samples equal to an earlier one, and samples near to others by their characters.",
    load: async () => (await import("./slot/spread-metrics.js")).duplicatesMetric,
  },
  "neighbour-coverage": {
    about: "Precision, recall, density and coverage against the real rows, by nearest neighbours.",
    load: async () => (await import("./slot/reference-metrics.js")).neighbourCoverageMetric,
  },
  mauve: {
    about: "MAUVE against the real rows (Pillutla et al. 2021).",
    load: async () => (await import("./slot/reference-metrics.js")).mauveMetric,
  },
  mmd: {
    about:
      "Maximum mean discrepancy to the real rows, with a permutation test (Gretton et al. 2012).",
    load: async () => (await import("./slot/reference-metrics.js")).meanDiscrepancyMetric,
  },
  "length-distance": {
    about: "How far lengths are from those of the real rows.",
    load: async () => (await import("./slot/reference-metrics.js")).lengthDistanceMetric,
  },
  "label-distance": {
    about: "How far the shares of the labels are from those of the real rows.",
    load: async () => (await import("./slot/reference-metrics.js")).labelDistanceMetric,
  },
  "token-lengths": {
    about: "Mean, median, least and most tokens of a sample.",
    load: async () => (await import("./slot/spread-metrics.js")).tokenLengthsMetric,
  },
  "label-gini": {
    about: "How unevenly samples spread over the labels: 0 evenly, towards 1.",
    load: async () => (await import("./slot/spread-metrics.js")).labelGiniMetric,
  },
  "planned-coverage": {
    about: "Cells of the plan that hold a sample, and how unevenly they are filled.",
    load: async () => (await import("./slot/spread-metrics.js")).plannedCoverageMetric,
  },
  "unseen-mass": {
    about:
      "Probability that the next text is new (Good-Turing), and the number of texts at least (Chao1).",
    load: async () => (await import("./slot/spread-metrics.js")).unseenMassMetric,
  },
} satisfies Record<string, SlotEntry<Metric>>;

/** Figures of a dataset, by name. */
export const METRICS = new Slot<Metric>("metric", entries);
