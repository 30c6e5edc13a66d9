// Evol-Instruct (Xu et al. 2024, ICLR, WizardLM): instructions made harder or rarer, round by round.
import { defineRecipe } from "./recipe.js";

export const evolInstruct = defineRecipe({
  name: "evol-instruct",
  title: "Instructions evolved in depth and breadth, with the failed ones eliminated",
  paper: "Xu et al. 2024, WizardLM, ICLR",
  kinds: ["instruction"],
  needs: ["support"],
  task: {
    plan: { strategy: "uniform", subtopics: 0, seeds: { strategy: "pool" } },
    generate: { strategy: "evolve", temperature: 1, demonstrations: { strategy: "random" } },
    critique: { criteria: ["format", "no-echo", "novel"], maxRevisions: 0 },
    curate: { filters: ["exact-duplicate"] },
  },
  asPublished: [
    "five operators in depth (at most 10 to 20 words more) and one in breadth, drawn uniformly",
    "the elimination rules; what fails stays in the pool for later rounds",
  ],
  differs: ["rounds follow the planner: the pool grows with every sealed round, not four times"],
  example: "examples/recipes/instructions/task.yaml",
});
