// MetaMath (Yu et al. 2024, ICLR): questions bootstrapped by rephrasing, self-verification and
// backward reasoning.
import { defineRecipe } from "../recipe.js";

export const metamath = defineRecipe({
  name: "metamath",
  title: "Real problems rephrased, turned into statements and asked backward, answers checked",
  paper: "Yu et al. 2024, MetaMath, ICLR",
  kinds: ["reasoning"],
  needs: ["support"],
  task: {
    plan: { conditions: ["spec"], seeds: "support" },
    generate: { strategy: "bootstrap-question", temperature: 0.7, demonstrations: { count: 8 } },
    critique: { criteria: ["format", "novel"], rougeL: 0.95, vectorDistance: 0, maxRevisions: 0 },
    curate: { nearDuplicate: 0.95 },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "rephrasing, self-verification and FOBAR (a number is masked by X and asked for)",
    "answers that are not the known one are dropped, compared as quantities (6 kilograms, 6 kg, 6)",
  ],
  differs: ["answer augmentation is left to `majority-vote`"],
  example: "examples/recipes/problems/task.yaml",
});
