// Synthetic Prompting (Shao et al. 2023, ICML): backward from a chain to its question, forward to
// the answer.
import { defineRecipe } from "../recipe.js";

export const syntheticPrompting = defineRecipe({
  name: "synthetic-prompting",
  title: "Problems made from a topic and a number of steps, solved again and kept by majority",
  paper: "Shao et al. 2023, Synthetic Prompting, ICML",
  kinds: ["reasoning"],
  needs: ["support"],
  task: {
    plan: {
      decomposition: "backward-forward",
      conditions: ["spec", "model-values"],
    },
    generate: {
      temperature: 0.7,
      strategies: [
        { name: "backward-chain", minSteps: 2, maxSteps: 6 },
        { name: "majority-vote", samples: 5 },
      ],
      demonstrations: {
        name: "medoids",
        count: 8,
        medoids: 8,
        representative: "longest",
        machine: 0.5,
      },
    },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
  },
  asPublished: [
    "backward: topic word and target complexity, a chain, the question to it",
    "forward: several chains for the question; the answer of the majority is kept",
    "demonstrations: real rows and what was made before, one of each cluster",
  ],
  differs: [
    "of each cluster the longest row is shown, which stands for the most complex",
    "all chains of a question are asked for at once; half of them must agree",
  ],
  example: "examples/recipes/problems/task.yaml",
});
