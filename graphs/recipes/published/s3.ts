// S3 (Wang et al. 2023, Findings of EMNLP): write into the small model's errors.
import { defineRecipe } from "../recipe.js";

export const s3 = defineRecipe({
  name: "s3",
  title: "Samples that extrapolate what a small model still gets wrong on a few real rows",
  paper: "Wang et al. 2023, Synthesis Step by Step (S3), Findings of EMNLP",
  kinds: ["classification", "pair-classification", "relation"],
  needs: ["labels", "support"],
  task: {
    plan: {
      steering: { studentError: 1 },
      seeds: "student-errors",
      // Samples have the label of the error that they go on with.
      holdQuotas: true,
    },
    generate: {
      strategy: "extrapolate",
      temperature: 0.9,
      demonstrations: { count: 8, contrast: false },
    },
    critique: { criteria: ["format", "no-copy", "novel"], maxRevisions: 0 },
  },
  published: { plan: { steering: { acrossLabels: true }, holdQuotas: false } },
  asPublished: [
    "a seed set, a small model trained on it, its errors on a small real validation set",
    "each error, with its label, is the model for new samples",
  ],
  differs: [
    "the seed set is written without rationales; `decomposition: rationale` has them",
    "errors steer every round after the first two, not two big additions",
    "the validation rows are a fifth of the support, never the held-out test rows",
    "other support rows (of the wanted label) are shown and train the small model too",
    "a label without errors is written as the seed set is, so that it gets its share",
    "quotas move to what the small model gets wrong, within a label",
  ],
  example: "examples/support-tickets/task.yaml",
});
