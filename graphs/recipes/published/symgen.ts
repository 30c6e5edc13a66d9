// SymGen (Ye et al. 2023, EMNLP): symbolic answers kept by agreement on their execution.
import { defineRecipe } from "../recipe.js";

export const symgen = defineRecipe({
  name: "symgen",
  title: "Questions with programs or queries whose results a majority of attempts agrees on",
  paper: "Ye et al. 2023, SymGen, EMNLP",
  kinds: ["custom", "instruction", "reasoning"],
  needs: ["support"],
  task: {
    plan: { subtopics: 0 },
    generate: { temperature: 0.8, demonstrations: { name: "similarity", count: 10 } },
    steps: [
      {
        id: "sample",
        output: ["question", "query"],
        strategy: { name: "execute-vote", question: "question", samples: 5, minShare: 0.4 },
        prompt: "The question is in plain words; the query answers it.",
      },
    ],
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "K answers, grouped by equal results; of the largest group the one with the highest likelihood",
    "what cannot be executed is dropped",
    "questions and queries are written with the schema in view",
  ],
  differs: [
    "SQL (default) and JavaScript run in a sandbox; Bash and Prolog do not run",
    "results without any value do not count as agreement",
    "demonstrations are the rows nearest to the task, drawn anew for each question",
    "tables and rows are `setup` of execute-vote under `generate.strategies` of the task",
  ],
  example: "examples/recipes/sql/task.yaml",
});
