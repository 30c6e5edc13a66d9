// MSP (Chen et al. 2023, Findings of EMNLP): a soft prompt for each attribute, mixed, and denoising.
import { defineRecipe } from "../recipe.js";

export const msp = defineRecipe({
  name: "msp",
  title: "Texts for several attributes at once, each shown by rows of its own, then denoised",
  paper: "Chen et al. 2023, Mixture of Soft Prompts, Findings of EMNLP",
  kinds: ["classification", "pair-classification", "extraction"],
  needs: ["labels", "support", "attributes"],
  task: {
    plan: { subtopics: 0 },
    generate: {
      strategy: "label-first",
      temperature: 1,
      demonstrations: { name: "mixture", count: 8, contrast: false },
    },
    critique: { criteria: ["format", "consistent", "no-copy"], maxRevisions: 0 },
    curate: { filters: ["exact-duplicate", { name: "confidence", removeShare: 0.1 }] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "a sample is ordered by a combination of attribute values, its label among them",
    "each attribute has its own part of what the generator is given",
    "noisy samples leave: what a model of the rows reads otherwise, and the least probable",
  ],
  differs: [
    "rows for each attribute stand for its soft prompt: hosted models take no vectors as input",
    "the parts stand side by side; the paper learns how to mix them",
    "rows belong to an attribute's value by their likeness to it, as they name no values",
    "the model is not trained on the support rows beforehand",
  ],
  example: "examples/recipes/clinical/task.yaml",
});
