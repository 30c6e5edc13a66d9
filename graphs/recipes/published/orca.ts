// Orca (Mukherjee et al. 2023): answers that explain themselves under a drawn system instruction.
import { defineRecipe } from "../recipe.js";

export const orca = defineRecipe({
  name: "orca",
  title: "Real instructions answered anew with explanation traces",
  paper: "Mukherjee et al. 2023, Orca",
  kinds: ["instruction", "reasoning"],
  needs: ["support"],
  task: {
    fields: { system: { description: "the instruction on how to answer", optional: true } },
    plan: { conditions: ["spec"], seeds: "support" },
    generate: { strategy: "explain-answer", temperature: 0.7 },
    critique: { criteria: ["format"], rougeL: 1, vectorDistance: 0, maxRevisions: 0 },
    curate: { nearDuplicate: 1 },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "a system instruction drawn for each sample asks for steps and reasons, and is kept with it",
    "the question stays as it is; neither its known answer nor another row is shown",
  ],
  differs: [
    "instructions come from the task's support rows, not from the FLAN collection",
    "twelve system instructions of our own, drawn alike; the paper's sixteen go by sub-collection",
    "one teacher model for all rows",
  ],
  example: "examples/recipes/instructions/task.yaml",
});
