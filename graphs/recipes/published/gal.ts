// GAL (He et al. 2022, TACL): generate texts without labels, annotate them by a teacher, learn.
import { defineRecipe } from "../recipe.js";

export const gal = defineRecipe({
  name: "gal",
  title: "Texts written without a label in mind, with the labels that a teacher of the rows reads",
  paper: "He et al. 2022, Generate, Annotate, and Learn, TACL",
  kinds: ["classification", "pair-classification"],
  needs: ["labels", "support"],
  task: {
    plan: { subtopics: 0, decomposition: "text-first", holdQuotas: true },
    generate: {
      temperature: 1,
      topP: 0.95,
      // Without labels beside them, rows of other labels would show no contrast.
      demonstrations: { name: "random", count: 8, contrast: false },
    },
    critique: { criteria: ["format", "no-copy"], maxRevisions: 0 },
    curate: {
      // Pseudo-labels are the method; whether they help is seen where a model is trained on them.
      force: true,
      filters: ["exact-duplicate"],
      relabel: [{ name: "teacher", threshold: 0.5 }],
    },
  },
  published: {
    plan: { strategy: "uniform", holdQuotas: false },
    generate: { demonstrations: { name: "random", count: 8, contrast: true } },
    curate: { relabel: [{ name: "teacher", threshold: 0 }] },
  },
  asPublished: [
    "in-domain texts are generated as if no label were known",
    "a teacher that learnt the real rows labels them; its probability is kept as confidence",
    "no text is filtered by how sure the teacher is",
  ],
  differs: [
    "the generator is shown real texts without labels; the paper fine-tunes GPT-2 on them",
    "`datawright tune TASK --tuner embedded` (or openai) tunes a generator beforehand",
    "the real texts that are shown are of the label that is wanted next",
    "the teacher is a linear model on words; below 0.5 the label that the generator read stands",
    "labels are hard ones with a confidence; the paper trains on the teacher's distribution",
    "one round; the student is not made the teacher of another",
  ],
  example: "examples/support-tickets/task.yaml",
});
