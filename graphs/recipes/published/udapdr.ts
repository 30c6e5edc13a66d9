// UDAPDR (Saad-Falcon et al. 2023, EMNLP): synthetic queries for passages, to adapt a retriever.
import { defineRecipe } from "../recipe.js";

export const udapdr = defineRecipe({
  name: "udapdr",
  title: "Search queries that a passage answers",
  paper: "Saad-Falcon et al. 2023, UDAPDR, EMNLP",
  kinds: ["question-answering", "custom"],
  needs: ["knowledge"],
  task: {
    plan: { conditions: ["spec"] },
    generate: {
      strategy: "query-for-passage",
      temperature: 0.9,
      demonstrations: { name: "random", count: 3 },
    },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
    curate: { filters: ["exact-duplicate"] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: ["few-shot queries for a passage, several in different prompt forms"],
  differs: [
    "rerankers are not trained and distilled: the rows are for whoever trains them",
    "the prompt forms are fixed ones, not made of the queries of a stronger model",
  ],
  example: "examples/recipes/queries/task.yaml",
});
