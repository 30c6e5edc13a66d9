// Unnatural Instructions (Honovich et al. 2023, ACL): a core from triples, then paraphrases of it.
import { defineRecipe } from "../recipe.js";

export const unnaturalInstructions = defineRecipe({
  name: "unnatural-instructions",
  title: "A fourth instruction after three, and paraphrases of those that were accepted",
  paper: "Honovich et al. 2023, Unnatural Instructions, ACL",
  kinds: ["instruction"],
  needs: ["support"],
  task: {
    plan: {
      strategy: "uniform",
      conditions: ["spec"],
      seeds: { name: "accepted", share: 0.73 },
    },
    generate: { temperature: 0.7, demonstrations: { name: "random", count: 3 } },
    steps: [
      {
        id: "instruction",
        output: ["instruction", "input"],
        strategy: { name: "rewrite", change: "paraphrase", fields: ["instruction"], anew: true },
        prompt: "The instruction, with its input and constraints.",
      },
      {
        id: "output",
        output: "output",
        dependsOn: ["instruction"],
        prompt: "Carry out the instruction on the input.",
      },
    ],
    critique: {
      criteria: ["format", "no-echo", "novel"],
      rougeL: 0.95,
      vectorDistance: 0,
      maxRevisions: 0,
    },
    curate: { filters: ["exact-duplicate"] },
  },
  asPublished: [
    "three demonstrations, then a fourth example; the answer in a step of its own",
    "73 % of the rows are paraphrases: the paper makes 240,000 of 64,000",
    "rows without the format, exact duplicates and inputs equal to a demonstration's are dropped",
  ],
  differs: [
    "demonstrations are drawn from all support rows, not from five fixed triples",
    "core and paraphrases grow side by side; answers are not decoded greedily",
    "a paraphrase keeps its row's input, and is answered anew with that row in view",
    "support rows are paraphrased until samples of the run are accepted",
    "near copies (ROUGE-L above 0.95) are dropped with the exact ones",
  ],
  example: "examples/recipes/instructions/task.yaml",
});
