// Explore-Instruct (Wan et al. 2023, EMNLP): a tree of sub-tasks, with lookahead and backtracking.
import { defineRecipe } from "../recipe.js";

export const exploreInstruct = defineRecipe({
  name: "explore-instruct",
  title: "Instructions for the leaves of a tree of sub-tasks that grows while it pays",
  paper: "Wan et al. 2023, Explore-Instruct, EMNLP",
  kinds: ["instruction", "classification", "question-answering", "custom"],
  needs: ["support"],
  task: {
    plan: { strategy: { name: "explore", depth: 2, branching: 4 }, conditions: ["spec"] },
    generate: { strategy: "label-first", temperature: 1 },
    critique: { criteria: ["format", "novel"], rougeL: 0.7, maxRevisions: 0 },
    curate: { filters: ["exact-duplicate"] },
  },
  asPublished: [
    "lookahead into sub-tasks, backtracking to less explored nodes, depth 2",
    "sub-tasks and instructions above ROUGE-L 0.7 to an existing one are refused",
  ],
  differs: ["samples of a leaf follow its quota, not 500 for every leaf"],
  example: "examples/recipes/instructions/task.yaml",
});
