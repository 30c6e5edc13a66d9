// TarGEN (Gupta et al. 2023): contexts, instance seeds, label-constrained texts, self-correction.
import { defineRecipe } from "../recipe.js";

export const targen = defineRecipe({
  name: "targen",
  title: "Seedless samples in four steps, the last of which corrects their labels",
  paper: "Gupta et al. 2023, TarGEN",
  kinds: ["classification", "pair-classification"],
  needs: ["labels"],
  task: {
    plan: { decomposition: "targen", subtopics: 6 },
    generate: { temperature: 0.9, demonstrations: { count: 8 } },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
  },
  asPublished: ["contexts, instance seeds, label-constrained text, self-correction of the label"],
  differs: ["demonstrations are shown where the task has support rows; the paper shows none"],
  example: "examples/support-tickets/task.yaml",
});
