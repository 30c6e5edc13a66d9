// Alpaca (Taori et al. 2023): Self-Instruct with whole tasks, twenty in one answer.
import { defineRecipe } from "../recipe.js";

export const alpaca = defineRecipe({
  name: "alpaca",
  title: "Instruction, input and answer of twenty tasks in one answer, after three seed tasks",
  paper: "Taori et al. 2023, Stanford Alpaca",
  kinds: ["instruction"],
  needs: ["support"],
  task: {
    plan: { strategy: "uniform", conditions: ["spec"] },
    generate: {
      strategy: { name: "continue-list", batch: 20 },
      temperature: 1,
      demonstrations: { name: "random", count: 3 },
    },
    critique: {
      criteria: [
        {
          name: "instruction-heuristics",
          blacklist: ["video", "audio", "music", "flowchart", "diagram"],
        },
        "no-echo",
        "novel",
      ],
      rougeL: 0.7,
      maxRevisions: 0,
    },
    curate: { filters: ["exact-duplicate"] },
  },
  asPublished: [
    "three seed tasks, one prompt for twenty, temperature 1, whole tasks in one completion",
    "the filters of Self-Instruct with the longer blacklist, and ROUGE-L above 0.7",
  ],
  differs: [
    "answers come as a list in a schema, not as text that is split at ###",
    "`novel` looks at embeddings beside ROUGE-L",
  ],
  example: "examples/recipes/instructions/task.yaml",
});
