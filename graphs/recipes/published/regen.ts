// ReGen (Yu et al. 2023, Findings of ACL): texts retrieved from a corpus, queries grown round by
// round.
import { defineRecipe } from "../recipe.js";

export const regen = defineRecipe({
  name: "regen",
  title: "Texts retrieved from an unlabelled corpus for the words of a label",
  paper: "Yu et al. 2023, ReGen, Findings of ACL",
  kinds: ["classification"],
  needs: ["labels", "inputs"],
  task: {
    plan: { subtopics: 0, seeds: "retrieved" },
    generate: { strategy: "retrieve", demonstrations: { count: 0 } },
    critique: { criteria: ["format", "consistent"], maxRevisions: 0 },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "dense retrieval by label words, queries expanded with what was retrieved before",
    "a consistency filter by a small model",
  ],
  differs: ["the retriever is the run's embedding model and is not trained on the corpus"],
  example: "examples/recipes/news/task.yaml",
});
