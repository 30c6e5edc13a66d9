// Symbolic knowledge distillation (West et al. 2022, NAACL): few-shot triples, kept by a trained
// critic.
import { defineRecipe } from "../recipe.js";

export const symbolicKnowledgeDistillation = defineRecipe({
  name: "symbolic-knowledge-distillation",
  title: "Commonsense statements after a few examples, kept where a trained critic accepts them",
  paper: "West et al. 2022, Symbolic Knowledge Distillation, NAACL",
  kinds: ["custom", "extraction", "relation"],
  needs: ["support"],
  task: {
    plan: { subtopics: 0 },
    generate: {
      strategy: "label-first",
      temperature: 0.9,
      topP: 0.9,
      demonstrations: { name: "random", count: 10 },
    },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
    curate: { filters: ["exact-duplicate", { name: "trained-critic", threshold: 0.5 }] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "ten few-shot examples, head and inference",
    "a critic trained on accepted and refused rows keeps what is above a threshold",
  ],
  differs: [
    "no frequency and presence penalties; head and inference come in one answer",
    "the critic is linear, trained on `examples` of the filter or rows with a field `accepted`",
  ],
  example: "examples/recipes/commonsense/task.yaml",
});
