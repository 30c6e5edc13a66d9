// DataTune (Gandhi et al. 2024, Findings of ACL): existing datasets transformed to the task's form.
import { defineRecipe } from "../recipe.js";

export const datatune = defineRecipe({
  name: "datatune",
  title: "Rows of another dataset transformed into samples of this task",
  paper: "Gandhi et al. 2024, DataTune, Findings of ACL",
  kinds: ["classification", "question-answering", "instruction", "custom"],
  needs: ["inputs"],
  task: {
    plan: { subtopics: 0, seeds: "inputs" },
    generate: { strategy: "transform", temperature: 0.7, demonstrations: { count: 4 } },
    critique: { criteria: ["format", "on-task", "label-correct", "novel"], maxRevisions: 0 },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: ["each row is rewritten to the task's fields, keeping what it says"],
  differs: [
    "the dataset is given: none is searched for in a hub",
    "a label that fits is asked for each row; a row that none fits is skipped",
  ],
  example: "examples/recipes/transform/task.yaml",
});
