// Genie (Yehudai et al. 2024, ICLR): grounded questions and answers, kept where they are faithful.
import { defineRecipe } from "../recipe.js";

export const genie = defineRecipe({
  name: "genie",
  title: "Questions and answers on passages, kept where every claim is supported",
  paper: "Yehudai et al. 2024, Genie, ICLR",
  kinds: ["question-answering", "dialogue", "instruction"],
  needs: ["knowledge"],
  task: {
    plan: { conditions: ["spec"] },
    generate: {
      strategy: { name: "from-seed", use: "ground", longForm: true },
      temperature: 0.7,
      demonstrations: { name: "random", count: 4 },
    },
    critique: {
      criteria: ["format", "grounded", "faithful", "coherent", "on-task", "novel"],
      maxRevisions: 0,
    },
    curate: { filters: ["exact-duplicate"] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "few-shot generation from a passage: long-form questions and answers",
    "filters for format, faithfulness and quality",
  ],
  differs: [
    "claims and a rating by the critic in place of an NLI model and a reward model",
    "demonstrations are the task's rows, without the passages of theirs",
  ],
  example: "examples/recipes/passages/task.yaml",
});
