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
      conditions: ["spec"],
      seeds: { name: "accepted", share: 0.73, orReal: false },
    },
    fields: {
      constraints: {
        description: "the form that the output must have",
        optional: true,
      },
    },
    generate: { temperature: 0.7, topP: 0.99, demonstrations: { name: "random", count: 3 } },
    steps: [
      {
        id: "instruction",
        output: ["instruction", "input", "constraints"],
        strategy: { name: "rewrite", change: "paraphrase", fields: ["instruction"], anew: true },
        prompt:
          "The instruction says what to do, the input is the material to do it with, and the " +
          "constraints say what form the output must have.",
      },
      {
        id: "output",
        output: "output",
        dependsOn: ["instruction"],
        strategy: { name: "rewrite", fields: [], anew: true },
        demonstrations: "none",
        temperature: 0,
        prompt: "Carry out the instruction on the input, and keep to the constraints.",
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
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "three demonstrations with instruction, input and constraints, then a fourth; nucleus at 0.99",
    "the output in a step of its own, greedy, without demonstrations",
    "paraphrases are of accepted rows and keep their input, constraints and output",
    "73 % of the rows are paraphrases once rows are accepted: the paper makes 240,000 of 64,000",
    "rows without the format, exact duplicates and inputs equal to a demonstration's are dropped",
  ],
  differs: [
    "demonstrations are drawn from all support rows, not from five fixed triples",
    "core and paraphrases grow side by side; temperature 0.7 for instructions",
    "a paraphrase is asked for without examples of paraphrases",
    "near copies (ROUGE-L above 0.95) are dropped with the exact ones",
  ],
  example: "examples/recipes/constrained/task.yaml",
});
