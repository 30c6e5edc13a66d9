// Orca (Mukherjee et al. 2023): answers that explain themselves under a drawn system instruction.
import { defineRecipe } from "./recipe.js";

export const orca = defineRecipe({
  name: "orca",
  title: "Real instructions answered anew with explanation traces",
  paper: "Mukherjee et al. 2023, Orca",
  kinds: ["instruction", "reasoning"],
  needs: ["support"],
  task: {
    plan: { strategy: "uniform", subtopics: 0, seeds: { strategy: "support" } },
    generate: { strategy: "explain-answer", temperature: 0.7, demonstrations: { count: 4 } },
    critique: { criteria: ["format"], maxRevisions: 0 },
  },
  asPublished: ["a system instruction drawn for each sample that asks for steps and reasons"],
  differs: ["instructions come from the task's support rows, not from the FLAN collection"],
  example: "examples/recipes/instructions/task.yaml",
});
