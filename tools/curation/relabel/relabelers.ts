import { Slot, type SlotEntry } from "../../../base/slots/slot.js";
import type { Relabeler } from "../contract.js";

const entries = {
  "confident-learning": {
    about: "Finds labels that are likely wrong by cross-validation (Northcutt et al. 2021).",
    load: async () => (await import("./confident-learning.js")).confidentLearning,
  },
  freeal: {
    about: "A language model and a small model correct each other's labels (Xiao et al. 2023).",
    load: async () => (await import("./freeal.js")).freeal,
  },
  mckd: {
    about:
      "A student of each half of the rows relabels the other, in stages (MCKD, Zhao et al. 2024).",
    load: async () => (await import("./mckd.js")).mckd,
  },
  "temporal-ensembling": {
    about:
      "Keeps rows on which an ensemble over training time agrees (SuperGen, Meng et al. 2022).",
    load: async () => (await import("./temporal-ensembling.js")).temporalEnsembling,
  },
  teacher: {
    about: "The label that a small model of the real rows reads (GAL, He et al. 2022).",
    load: async () => (await import("./teacher.js")).teacherRelabeler,
  },
  "label-replacement": {
    about: "People relabel the rows that a small model is least sure of (Chung et al. 2023).",
    load: async () => (await import("./label-replacement.js")).labelReplacement,
  },
  "out-of-scope": {
    about:
      "Takes out rows of no label, learnt from a sample that people judge (Chung et al. 2023).",
    load: async () => (await import("./out-of-scope.js")).outOfScope,
  },
  "lowest-logit": {
    about: "People relabel the rows that the labelling model was least sure of (Wang et al. 2021).",
    load: async () => (await import("./lowest-logit.js")).lowestLogit,
  },
  "majority-vote": {
    about: "The label that most votes of a language model name.",
    load: async () => (await import("./majority-vote.js")).majorityVote,
  },
  "co-annotating": {
    about:
      "A language model votes; people get what it is divided on (CoAnnotating, Li et al. 2023).",
    load: async () => (await import("./co-annotating.js")).coAnnotating,
  },
  "dawid-skene": {
    about:
      "The label most probable by several annotators' votes and errors (Dawid and Skene 1979).",
    load: async () => (await import("./dawid-skene.js")).dawidSkeneRelabeler,
  },
  crowdlab: {
    about: "The consensus of several annotators and a small model (CROWDLAB, Goh et al. 2022).",
    load: async () => (await import("./crowdlab.js")).crowdlabRelabeler,
  },
} satisfies Record<string, SlotEntry<Relabeler>>;

/** Methods that find and mend wrong labels, by name. */
export const RELABELERS = new Slot<Relabeler>("relabeler", entries);
