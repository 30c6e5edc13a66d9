// AnnoLLM (He et al. 2024, NAACL): explain the demonstrations' labels, then annotate.
import { defineRecipe } from "../recipe.js";

export const annollm = defineRecipe({
  name: "annollm",
  title: "Labels for given texts, each after an explanation",
  paper: "He et al. 2024, AnnoLLM, NAACL",
  kinds: ["annotation"],
  needs: ["labels", "inputs"],
  task: {
    plan: { decomposition: "explain-then-annotate" },
    generate: { temperature: 0.3, demonstrations: { name: "similarity", count: 8 } },
    critique: { criteria: ["format"], maxRevisions: 0 },
  },
  asPublished: [
    "each demonstration is explained once, given its label, and shown with the explanation",
    "the given text is explained first, then labelled",
  ],
  differs: [
    "the demonstrations are those nearest to each text, not the same few for all",
    "each is explained once, at temperature 0; the paper picks among several explanations",
    "explanation and label at temperature 0.3",
  ],
  example: "examples/kinds/annotation/task.yaml",
});
