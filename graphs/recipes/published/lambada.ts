// LAMBADA (Anaby-Tavor et al. 2020, AAAI): far too many texts of a label from a tuned generator, kept
// where a classifier of the real rows is surest.
import { defineRecipe } from "../recipe.js";

export const lambada = defineRecipe({
  name: "lambada",
  title: "Texts after the few real ones of a label, kept where a classifier of these is surest",
  paper: "Anaby-Tavor et al. 2020, LAMBADA, AAAI",
  kinds: ["classification", "pair-classification"],
  needs: ["labels", "support"],
  task: {
    plan: { subtopics: 0 },
    generate: {
      strategy: "label-first",
      temperature: 1,
      demonstrations: { name: "random", count: 16, contrast: false },
    },
    critique: { criteria: ["format", "no-copy"], maxRevisions: 0 },
    curate: {
      // The surplus is written for this cut.
      force: true,
      surplus: 4,
      filters: ["exact-duplicate", { name: "teacher-confidence", keep: 0.25 }],
    },
  },
  published: {
    plan: { strategy: "uniform" },
    curate: {
      surplus: 10,
      filters: ["exact-duplicate", { name: "teacher-confidence", keep: 0.1 }],
    },
  },
  asPublished: [
    "each text is written for a label alone, many times more than are kept",
    "a classifier trained on the real rows drops what it reads as another label",
    "of each label the texts that it is surest of stay",
  ],
  differs: [
    "the generator is not tuned by the run: it is shown the rows, unless it was tuned before",
    "`datawright tune TASK --tuner openai(learns=samples)` (or embedded) tunes one beforehand",
    "a quarter of the texts stays (the paper keeps a tenth, as --as-published does)",
    "the classifier is a linear one on words, not BERT",
    "the real rows are not added to the dataset: `evaluate --test` trains on both too",
  ],
  example: "examples/support-tickets/task.yaml",
});
