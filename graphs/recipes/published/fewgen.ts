// FewGen (Meng et al. 2023, ICML), generation side: few shots of a label, discriminative weights.
import { defineRecipe } from "../recipe.js";

export const fewgen = defineRecipe({
  name: "fewgen",
  title: "Texts after sixteen real ones of the label, weighed by how well they tell it from others",
  paper: "Meng et al. 2023, FewGen, ICML",
  kinds: ["classification", "pair-classification"],
  needs: ["labels", "support"],
  task: {
    plan: { subtopics: 0 },
    generate: {
      strategy: "label-first",
      temperature: 0.5,
      topP: 1,
      demonstrations: { name: "random", count: 16, contrast: false },
    },
    critique: { criteria: ["format", "no-copy"], maxRevisions: 0 },
    curate: {
      filters: ["exact-duplicate"],
      relabel: [{ name: "temporal-ensembling", momentum: 0.9, threshold: 0.8 }],
      reweight: "fewgen",
    },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "sixteen shots of the wanted label and of no other, temperature 0.5 (the paper's for SST-2)",
    "weights from the discriminative loss, learned on the few real rows",
    "temporal ensembling with momentum 0.9 and threshold 0.8",
  ],
  differs: [
    "the shots are shown in the prompt; the paper tunes a prefix for each label with them",
    "another sixteen are drawn for each text where the label has more",
    "no top-k of 10: chat models take none",
    "temporal ensembling and weights act only where held-out labels show that they help",
    "log-probabilities for the weights come from class-conditional n-gram models",
  ],
  example: "examples/support-tickets/task.yaml",
});
