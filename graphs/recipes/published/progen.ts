// ProGen (Ye et al. 2022, Findings of EMNLP): helpful synthetic samples become demonstrations.
import { defineRecipe } from "../recipe.js";

export const progen = defineRecipe({
  name: "progen",
  title: "Rounds in which the samples that help a small model most show how to write the next",
  paper: "Ye et al. 2022, ProGen, Findings of EMNLP",
  kinds: ["classification", "pair-classification"],
  needs: ["labels"],
  task: {
    generate: {
      strategy: "label-first",
      temperature: 1,
      topP: 0.9,
      demonstrations: { name: "helpful", count: 8 },
    },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
    curate: { filters: ["exact-duplicate"] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "influence under the noise-robust loss on synthetic rows; the 50 most helpful of a label",
    "eight demonstrations of the wanted label, half of the prompts without any",
  ],
  differs: [
    "influence is exact for a linear model (conjugate gradients), not LiSSA on a DistilBERT",
    "prompts without feedback show real rows where the task has any; the paper has none",
    "the feedback starts with the first sealed rounds, not after 10,000 samples",
  ],
  example: "examples/support-tickets/task.yaml",
});
