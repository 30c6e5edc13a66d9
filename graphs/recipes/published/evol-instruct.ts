// Evol-Instruct (Xu et al. 2024, ICLR, WizardLM): instructions made harder or rarer, round by
// round.
import { defineRecipe } from "../recipe.js";

export const evolInstruct = defineRecipe({
  name: "evol-instruct",
  title: "Instructions evolved in depth and breadth, with the failed ones eliminated",
  paper: "Xu et al. 2024, WizardLM, ICLR",
  kinds: ["instruction"],
  needs: ["support"],
  task: {
    plan: { conditions: ["spec"], seeds: "pool" },
    generate: { strategy: "evolve", temperature: 1, topP: 0.9 },
    critique: {
      criteria: ["format", "no-echo", "novel"],
      rougeL: 0.95,
      vectorDistance: 0,
      maxRevisions: 0,
    },
    curate: { filters: ["exact-duplicate"] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "five operators in depth, four of which may add 10 to 20 words, and one in breadth",
    "one of them drawn for each instruction, all alike; temperature 1, top-p 0.9",
    "the instruction alone is shown, no other row beside it",
    "the elimination rules; what fails stays in the pool for later rounds",
  ],
  differs: [
    "rounds follow the planner: the pool grows with every sealed round, not four times",
    "versions nearly equal to another (ROUGE-L 0.95) are dropped",
    "the elimination compares at temperature 0",
  ],
  example: "examples/recipes/instructions/task.yaml",
});
