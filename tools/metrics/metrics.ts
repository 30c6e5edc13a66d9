import { Slot, type SlotEntry } from "../../base/slots/slot.js";
import type { Metric } from "./contract.js";

const entries = {
  vocabulary: {
    about: "Number of distinct tokens.",
    load: async () => (await import("./lexical-metrics.js")).vocabularyMetric,
  },
  "distinct-1": {
    about: "Distinct tokens over all tokens (Li et al. 2016).",
    load: async () => (await import("./lexical-metrics.js")).distinct1Metric,
  },
  "distinct-2": {
    about: "Distinct pairs of tokens over all pairs (Li et al. 2016).",
    load: async () => (await import("./lexical-metrics.js")).distinct2Metric,
  },
  "distinct-3": {
    about: "Distinct runs of three tokens over all such runs (Li et al. 2016).",
    load: async () => (await import("./lexical-metrics.js")).distinct3Metric,
  },
  "average-pairwise-similarity": {
    about: "Mean cosine similarity of all pairs of samples, by embedding.",
    load: async () => (await import("./similarity-metric.js")).similarityMetric,
  },
} satisfies Record<string, SlotEntry<Metric>>;

/** Figures of a dataset, by name. */
export const METRICS = new Slot<Metric>("metric", entries);
