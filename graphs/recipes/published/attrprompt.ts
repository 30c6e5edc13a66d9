// AttrPrompt (Yu et al. 2023, NeurIPS Datasets and Benchmarks): random attribute values in each
// prompt.
import { defineRecipe } from "../recipe.js";

export const attrprompt = defineRecipe({
  name: "attrprompt",
  title: "Texts for random combinations of attribute values that the model itself proposed",
  paper: "Yu et al. 2023, AttrPrompt, NeurIPS Datasets and Benchmarks",
  kinds: ["classification", "pair-classification", "relation"],
  needs: ["labels"],
  task: {
    plan: {
      maxCells: 1,
      conditions: [
        "spec",
        { name: "model-dimensions", values: 10, classFilter: true },
        "support-statistics",
      ],
    },
    generate: { strategy: "label-first", demonstrations: { count: 0 }, temperature: 1, topP: 1 },
    critique: { criteria: ["format", "label-correct"], maxRevisions: 0 },
    curate: { filters: ["heuristics", "exact-duplicate"] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "dimensions, then about ten values each, class-dependent ones for every class",
    "values that also fit one of the five most similar classes are dropped",
    "one random combination for each sample, temperature 1; refusals are dropped",
  ],
  differs: [
    "nobody picks among the proposed dimensions; the task's own stand beside them",
    "the critic checks the label of each text; the paper keeps it as it was asked for",
  ],
  example: "examples/recipes/news/task.yaml",
});
