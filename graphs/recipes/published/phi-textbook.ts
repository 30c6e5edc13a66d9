// phi-1 and phi-1.5 (Gunasekar et al. 2023, Li et al. 2023): textbook sections and their exercises.
import { defineRecipe } from "../recipe.js";

export const phiTextbook = defineRecipe({
  name: "phi-textbook",
  title: "Textbook sections for a topic and an audience, then exercises with solutions",
  paper: "Gunasekar et al. 2023, Textbooks Are All You Need",
  kinds: ["custom"],
  needs: ["attributes"],
  task: {
    plan: { decomposition: "textbook", draw: "pairwise" },
    generate: { temperature: 1, demonstrations: { name: "random", count: 2 } },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
  },
  asPublished: [
    "diversity by topic and audience constraints on every section",
    "exercises that follow from the section, with worked solutions",
  ],
  differs: [
    "no filter of web code by a quality classifier",
    "where the task has documents a section keeps to a passage of them",
    "real sections are shown where the task has some",
  ],
  example: "examples/recipes/textbook/task.yaml",
});
