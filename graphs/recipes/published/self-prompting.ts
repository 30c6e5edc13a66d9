// Self-Prompting (Li et al. 2022): passages, entities, questions, answers, explanations, one by
// one.
import { defineRecipe } from "../recipe.js";

export const selfPrompting = defineRecipe({
  name: "self-prompting",
  title: "Questions on the entities of a passage, answered, checked and explained",
  paper: "Li et al. 2022, Self-Prompting",
  kinds: ["question-answering"],
  needs: [],
  task: {
    fields: { explanation: { description: "why the passage gives this answer", optional: true } },
    plan: { conditions: ["spec", "documents", "model-values"] },
    generate: {
      temperature: 0.9,
      demonstrations: {
        name: "medoids",
        count: 10,
        medoids: 10,
        representative: "nearest",
        machine: 1,
      },
    },
    steps: [
      {
        id: "passage",
        output: "context",
        strategy: "passage",
        prompt: "Write an encyclopedia passage on the topic.",
        demonstrations: "none",
      },
      {
        id: "entities",
        output: "answer",
        dependsOn: ["passage"],
        strategy: "entry-of-list",
        prompt: "List the named entities, dates and numbers of the passage.",
      },
      {
        id: "question",
        output: "question",
        dependsOn: ["passage", "entities"],
        prompt: "Write the question about the passage whose answer is the given one.",
      },
      {
        id: "verify",
        output: "check",
        dependsOn: ["passage", "entities", "question"],
        strategy: { name: "verify", field: "answer" },
        prompt: "Answer the question from the passage.",
      },
      {
        id: "explain",
        output: "explanation",
        dependsOn: ["passage", "entities", "question"],
        prompt: "Explain in one sentence why the passage gives this answer.",
      },
    ],
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
  },
  asPublished: [
    "topic, passage, entities, question, a second answer that must agree, explanation",
    "demonstrations: of each cluster of what was made, the row nearest to what is ordered",
  ],
  differs: [
    "the passage is taken from the task's documents where it has some, and the topic from it",
    "each sample takes one entity of its passage, the next sample of the passage another",
    "support rows are shown where too little was made",
  ],
  example: "examples/recipes/passages/task.yaml",
});
