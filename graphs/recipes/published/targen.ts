// TarGEN (Gupta et al. 2023): contexts, instance seeds, label-constrained texts, self-correction.
import { defineRecipe } from "../recipe.js";

export const targen = defineRecipe({
  name: "targen",
  title: "Seedless samples in four steps, the last of which corrects their labels",
  paper: "Gupta et al. 2023, TarGEN",
  kinds: ["classification", "pair-classification"],
  needs: ["labels"],
  task: {
    plan: {
      decomposition: "targen",
      conditions: [
        "spec",
        {
          name: "model-values",
          dimension: "setting",
          description: "the field, place or situation that a sample comes from",
          values: 20,
          perLabel: false,
        },
      ],
    },
    generate: { temperature: 0.9, demonstrations: { count: 8 } },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
  },
  asPublished: [
    "contexts as one varied list, instance seeds, label-constrained text",
    "self-correction of the label, in a question of its own",
  ],
  differs: [
    "demonstrations are shown where the task has support rows; the paper shows none",
    "one instance seed for each sample, not a list of them for each context",
    "what still does not fit after its label was corrected is given up",
  ],
  example: "examples/support-tickets/task.yaml",
});
