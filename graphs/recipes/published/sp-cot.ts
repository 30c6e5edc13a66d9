// SP-CoT (Wang et al. 2023, Findings of EMNLP): multi-hop questions built edge by edge.
import { defineRecipe } from "../recipe.js";

export const spCot = defineRecipe({
  name: "sp-cot",
  title: "Multi-hop questions composed from linked single-hop ones, each with its chain",
  paper: "Wang et al. 2023, Self-Prompted Chain-of-Thought, Findings of EMNLP",
  kinds: ["question-answering"],
  needs: ["knowledge"],
  task: {
    fields: {
      facts: { type: "json", description: "the chain of facts", optional: true },
      singleQuestions: { type: "json", description: "a question to each fact", optional: true },
    },
    plan: { decomposition: "multi-hop", conditions: ["spec"] },
    generate: {
      temperature: 0.7,
      sources: { name: "chain", least: 2, count: 4 },
      demonstrations: {
        name: "medoids",
        count: 8,
        medoids: 8,
        representative: "nearest",
        machine: 1,
      },
    },
    critique: { criteria: ["format", "grounded", "novel"], maxRevisions: 1 },
  },
  asPublished: [
    "facts, single-hop questions, their composition over two to four hops, and the chain",
    "demonstrations: of each cluster of what was made, the row nearest to what is ordered",
  ],
  differs: [
    "hops follow passages or graph edges of the task, not passages written by the model",
    "support rows are shown where too little was made",
    "one more answer, reasoned first, checks each sample",
  ],
  example: "examples/multi-hop/task.yaml",
});
