import { Slot } from "../../../../base/slots/slot.js";
import type { ConditionSource } from "../../contract.js";

/** Every built-in source of dimensions of the condition space: `plan.conditions`. */
export const CONDITION_SOURCES = new Slot<ConditionSource>("condition source", {
  spec: {
    about: "The task's `attributes`; values that it does not name are asked from the model.",
    load: async () => (await import("./spec-source.js")).specSource,
  },
  "model-values": {
    about: "One dimension, its values asked from the model, for each label its own.",
    load: async () => (await import("./model-values-source.js")).modelValuesSource,
  },
  "model-dimensions": {
    about:
      "Dimensions that the model proposes, about ten values each, for each label its own where they depend on it (AttrPrompt).",
    load: async () => (await import("./model-dimensions-source.js")).modelDimensionsSource,
  },
  "knowledge-graph": {
    about:
      "Entities, relations and everything narrower than `roots`, of the graph among the knowledge sources; without a graph the names that most passages mention (ClinGen).",
    load: async () => (await import("./knowledge-graph-source.js")).knowledgeGraphSource,
  },
  vocabulary: {
    about: "One word of each list, and a random subset of features (TinyStories).",
    load: async () => (await import("./vocabulary-source.js")).vocabularySource,
  },
  personas: {
    about:
      "Who writes or speaks: people of your own file, or of the model's, each with all attributes at once.",
    load: async () => (await import("./personas-source.js")).personasSource,
  },
  documents: {
    about:
      "Topics of the knowledge documents: passages in clusters, named by their key phrases or by the model.",
    load: async () => (await import("./document-phrases-source.js")).documentPhrasesSource,
  },
  "support-statistics": {
    about:
      "How long the support rows are, and how they are written: question or not, closing marks, capitals, emoji, register (English and Korean).",
    load: async () => (await import("./support-statistics-source.js")).supportStatisticsSource,
  },
});
