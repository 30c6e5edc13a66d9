// Self-Instruct (Wang et al. 2023, ACL): instructions from instructions, then their instances.
import { defineRecipe } from "./recipe.js";

export const selfInstruct = defineRecipe({
  name: "self-instruct",
  title: "Instructions that continue a list of six human and two machine ones, then instances",
  paper: "Wang et al. 2023, Self-Instruct, ACL",
  kinds: ["instruction"],
  needs: ["support"],
  task: {
    plan: { strategy: "uniform", subtopics: 0 },
    generate: {
      temperature: 0.7, topP: 0.5,
      demonstrations: { strategy: "human-machine", count: 8, human: 6, machineCount: 2 },
    },
    steps: [
      {
        id: "instruction", output: "instruction", strategy: "continue-list", settings: { batch: 8 },
        prompt: "Continue the list with tasks of other kinds.",
      },
      {
        id: "instance", output: ["input", "output"], dependsOn: ["instruction"],
        prompt: "Write an input for the task if it needs one, then the answer.",
      },
    ],
    critique: {
      criteria: ["instruction-heuristics", "no-echo", "novel"], rougeL: 0.7, maxRevisions: 0,
    },
    curate: { filters: ["exact-duplicate"] },
  },
  asPublished: [
    "six human and two machine demonstrations, shuffled; temperature 0.7, top-p 0.5",
    "the filters on length, blacklist, first character, and ROUGE-L above 0.7",
  ],
  differs: [
    "input first for every task: no separate question whether it is a classification",
    "no presence penalty",
  ],
  example: "examples/kinds/instruction/task.yaml",
});
