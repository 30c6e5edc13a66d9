// GPT3Mix (Yoo et al. 2021, Findings of EMNLP): two real rows mixed into a new one, with a soft
// label.
import { defineRecipe } from "../recipe.js";

export const gpt3mix = defineRecipe({
  name: "gpt3mix",
  title: "A new text between two real ones, with the likelihoods of the labels as its soft label",
  paper: "Yoo et al. 2021, GPT3Mix, Findings of EMNLP",
  kinds: ["classification"],
  needs: ["labels", "support"],
  task: {
    plan: {
      subtopics: 0,
      seeds: { name: "mixed", count: 2, own: 1 },
      // The label is read off the text that was written.
      holdQuotas: true,
    },
    generate: { strategy: "soft-label", temperature: 1, demonstrations: { count: 0 } },
    critique: { criteria: ["format", "no-copy", "novel"], maxRevisions: 0 },
  },
  published: {
    plan: {
      strategy: "uniform",
      seeds: { name: "mixed", count: 2, own: 0 },
      holdQuotas: false,
    },
  },
  asPublished: [
    "k = 2 random real rows in the prompt with text type, label set and label verbaliser",
    "the label comes from the likelihoods of the label tokens, summing to 1, kept as scores",
  ],
  differs: [
    "one of the two rows has the label that the next sample is wanted for",
    "labels behind the likeliest one are asked for one by one, each with the ones before ruled out",
    "a model without log-probabilities is asked for the probabilities themselves",
    "the small model is trained on the likeliest label; the soft label stands in the data",
  ],
  example: "examples/support-tickets/task.yaml",
});
