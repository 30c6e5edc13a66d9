// SP-CoT (Wang et al. 2023, Findings of EMNLP): multi-hop questions built edge by edge.
import { defineRecipe } from "./recipe.js";

export const spCot = defineRecipe({
  name: "sp-cot",
  title: "Multi-hop questions composed from linked single-hop ones, each with its chain",
  paper: "Wang et al. 2023, Self-Prompted Chain-of-Thought, Findings of EMNLP",
  kinds: ["question-answering"],
  needs: ["knowledge"],
  task: {
    plan: { decomposition: "multi-hop", conditions: ["spec"] },
    generate: {
      temperature: 0.7, sources: { strategy: "chain", count: 2 },
      demonstrations: { strategy: "medoids", count: 8, medoids: 8, representative: "nearest" },
    },
    critique: { criteria: ["format", "grounded", "novel"], maxRevisions: 1 },
  },
  asPublished: [
    "facts, single-hop questions, their composition over two to four hops, and the chain",
    "demonstrations from the clusters of the pool",
  ],
  differs: ["hops follow passages or graph edges of the task, not passages written by the model"],
  example: "examples/multi-hop/task.yaml",
});
