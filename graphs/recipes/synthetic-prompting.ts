// Synthetic Prompting (Shao et al. 2023, ICML): backward from a chain to its question, forward to the answer.
import { defineRecipe } from "./recipe.js";

export const syntheticPrompting = defineRecipe({
  name: "synthetic-prompting",
  title: "Problems made from a topic and a number of steps, solved again and kept by majority",
  paper: "Shao et al. 2023, Synthetic Prompting, ICML",
  kinds: ["reasoning"],
  needs: ["support"],
  task: {
    plan: { decomposition: "backward-forward", subtopics: 6 },
    attributes: { complexity: ["2 steps", "3 steps", "4 steps", "5 steps", "6 steps"] },
    generate: { temperature: 0.7, demonstrations: { strategy: "medoids", count: 8 } },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
  },
  asPublished: [
    "backward: topic word and target complexity, a chain, the question to it",
    "forward: several chains for the question; the answer of the majority is kept",
  ],
  differs: ["demonstrations are medoids of clusters, not the most complex sample of each"],
  example: "examples/kinds/reasoning/task.yaml",
});
