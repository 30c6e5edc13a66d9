// SuperGen (Meng et al. 2022, NeurIPS): generate far too much, keep what the generator finds
// likeliest.
import { defineRecipe } from "../recipe.js";

export const supergen = defineRecipe({
  name: "supergen",
  title: "Texts for label-descriptive prompts; the likeliest stay, noisy labels leave",
  paper: "Meng et al. 2022, SuperGen, NeurIPS",
  kinds: ["classification", "pair-classification"],
  needs: ["labels"],
  task: {
    generate: { strategy: "label-first", demonstrations: { count: 0 }, temperature: 0.7 },
    critique: { criteria: ["format"], maxRevisions: 0 },
    curate: {
      // The surplus is written for this cut: what stays does not have to be shown to be the better part.
      force: true,
      surplus: 4,
      filters: ["exact-duplicate", { name: "average-log-probability", keep: 0.25 }],
      relabel: [{ name: "temporal-ensembling", momentum: 0.8, threshold: 0.8, fallback: 0.5 }],
    },
  },
  published: {
    plan: { strategy: "uniform", subtopics: 0 },
    curate: {
      filters: [
        "exact-duplicate",
        { name: "average-log-probability", keep: 0.25, perClass: false },
      ],
    },
  },
  asPublished: [
    "duplicates leave first, then the highest mean log-probabilities stay",
    "temporal ensembling: momentum 0.8, threshold 0.8, a class that keeps too few keeps half",
  ],
  differs: [
    "a quarter of the rows stays (the paper keeps 6,000 of 20,000 to 30,000 a label)",
    "no repetition reward or penalty for entailment and contradiction",
    "temperature 0.7, not 0, and no top-k of 10, which chat models do not take",
    "an n-gram model gives log-probabilities where the model of the run gives none",
    "all labels are sorted: no random choice for neutral, no halves for acceptability",
    "no label smoothing, no consistency loss",
    "the threshold is checked between passes of a linear model, not every 100 steps of a large one",
  ],
  example: "examples/recipes/news/task.yaml",
});
