import { Slot, type SlotEntry } from "../../../base/slots/slot.js";
import type { Filter } from "../contract.js";

const entries = {
  agreement: {
    about: "Enough votes, repeated answers or execution results agree on the row's answer.",
    load: async () => (await import("./agreement.js")).agreementFilter,
  },
  "average-log-probability": {
    about: "Keeps the texts that are most usual for their label (SuperGen, Meng et al. 2022).",
    load: async () => (await import("./average-log-probability.js")).averageLogProbabilityFilter,
  },
  cartography: {
    about:
      "Keeps easy or ambiguous rows, or drops hard ones, by training dynamics (Swayamdipta et al. 2020).",
    load: async () => (await import("./cartography.js")).cartographyFilter,
  },
  confidence: {
    about: "Drops rows whose label a cross-validated small model finds improbable.",
    load: async () => (await import("./confidence.js")).confidenceFilter,
  },
  "data-shapley": {
    about: "Drops rows that make a nearest-neighbour classifier worse (Jia et al. 2019).",
    load: async () => (await import("./data-shapley.js")).dataShapleyFilter,
  },
  "exact-duplicate": {
    about: "Keeps the first of rows that are equal but for Unicode form, white space and case.",
    load: async () => (await import("./exact-duplicate.js")).exactDuplicateFilter,
  },
  harm: {
    about: "Drops harmful texts, by word lists, a trained classifier or a moderation endpoint.",
    load: async () => (await import("./harm.js")).harmFilter,
  },
  heuristics: {
    about: "Cleans markup and drops empty, broken, repetitive or boilerplate texts.",
    load: async () => (await import("./heuristics.js")).heuristicsFilter,
  },
  influence: {
    about: "Drops rows that raise a noise-robust loss on other rows (ProGen, Ye et al. 2022).",
    load: async () => (await import("./influence.js")).influenceFilter,
  },
  "instruction-difficulty": {
    about: "Keeps instructions that help a model with their answer (Li et al. 2024).",
    load: async () => (await import("./instruction-difficulty.js")).instructionDifficultyFilter,
  },
  "judge-rating": {
    about: "Drops rows that a language model rates below a threshold.",
    load: async () => (await import("./judge-rating.js")).judgeRatingFilter,
  },
  leakage: {
    about: "Drops rows that give away a test text.",
    load: async () => (await import("./leakage.js")).leakageFilter,
  },
  "learning-dynamics": {
    about: "Keeps rows whose label a model learns early and surely (CLLM, Seedat et al. 2024).",
    load: async () => (await import("./learning-dynamics.js")).learningDynamicsFilter,
  },
  "max-variability": {
    about:
      "Keeps rows that a model would find most ambiguous in training (WANLI, Liu et al. 2022).",
    load: async () => (await import("./max-variability.js")).maxVariabilityFilter,
  },
  "near-duplicate": {
    about: "Keeps one row of each cluster of near copies.",
    load: async () => (await import("./near-duplicate.js")).nearDuplicateFilter,
  },
  privacy: {
    about: "Redacts or drops personal data, memorised support rows and canaries.",
    load: async () => (await import("./privacy.js")).privacyFilter,
  },
  pvi: {
    about: "Drops rows whose text tells little about their label (PVI, Lin et al. 2023).",
    load: async () => (await import("./pvi.js")).pviFilter,
  },
  "teacher-confidence": {
    about:
      "Keeps the rows of each label that a small model of the real rows is surest of (LAMBADA, Anaby-Tavor et al. 2020).",
    load: async () => (await import("./teacher-confidence.js")).teacherConfidenceFilter,
  },
  "trained-critic": {
    about: "Drops rows that a critic trained on people's decisions rejects (West et al. 2022).",
    load: async () => (await import("./trained-critic.js")).trainedCriticFilter,
  },
} satisfies Record<string, SlotEntry<Filter>>;

/** Filters by name. */
export const FILTERS = new Slot<Filter>("filter", entries);
