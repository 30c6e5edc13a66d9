// Self-Instruct (Wang et al. 2023, ACL): instructions from instructions, then their instances.
import { defineRecipe } from "../recipe.js";

export const selfInstruct = defineRecipe({
  name: "self-instruct",
  title: "Instructions that continue a list of six human and two machine ones, then instances",
  paper: "Wang et al. 2023, Self-Instruct, ACL",
  kinds: ["instruction"],
  needs: ["support"],
  task: {
    plan: { conditions: ["spec"], decomposition: "instance" },
    generate: {
      strategy: { name: "continue-list", batch: 8 },
      temperature: 0.7,
      topP: 0.5,
      demonstrations: { name: "human-machine", count: 8, human: 6, machineCount: 2 },
    },
    critique: {
      criteria: ["instruction-heuristics", "no-echo", "novel"],
      rougeL: 0.7,
      maxRevisions: 0,
    },
    curate: { filters: ["exact-duplicate"] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "six human and two machine demonstrations, shuffled; temperature 0.7, top-p 0.5",
    "output first for classifications, input first for other tasks",
    "the filters on length, blacklist, first character, and ROUGE-L above 0.7",
  ],
  differs: [
    "no presence penalty of 2; the question whether a task is a classification has no examples",
    "one instance for each instruction; `novel` looks at embeddings beside ROUGE-L",
  ],
  example: "examples/recipes/instructions/task.yaml",
});
