// ZeroGen (Ye et al. 2022, EMNLP): the label is given in words, the text is sampled, the label
// stands as it was given.
import { defineRecipe } from "../recipe.js";

export const zerogen = defineRecipe({
  name: "zerogen",
  title: "Texts sampled for a label that is said in words, without showing any of them",
  paper: "Ye et al. 2022, ZeroGen, EMNLP",
  kinds: ["classification", "pair-classification", "question-answering"],
  needs: [],
  task: {
    generate: { strategy: "label-first", demonstrations: { count: 0 }, temperature: 1, topP: 0.9 },
    critique: { criteria: ["format"], maxRevisions: 0 },
    curate: { filters: [{ name: "exact-duplicate" }] },
  },
  published: { plan: { strategy: "uniform", subtopics: 0 } },
  asPublished: [
    "p = 0.9, temperature 1, no demonstrations; the label is that of the prompt",
    "contexts of questions come from real documents where the task has knowledge sources",
  ],
  differs: [
    "the condition C comes from the task's attributes, not from a round of bare entity prompts",
    "no self-debiasing of token probabilities: hosted models do not give them for other labels",
    "no bounds of 10 to 40 tokens, unless the task's constraints set some",
  ],
  example: "examples/recipes/news/task.yaml",
});
