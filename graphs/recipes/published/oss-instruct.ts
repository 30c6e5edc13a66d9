// OSS-Instruct (Wei et al. 2024, ICML, Magicoder): problems inspired by snippets of real code.
import { defineRecipe } from "../recipe.js";

export const ossInstruct = defineRecipe({
  name: "oss-instruct",
  title: "Programming problems with solutions, each inspired by a random snippet",
  paper: "Wei et al. 2024, Magicoder, ICML",
  kinds: ["instruction", "reasoning", "custom"],
  needs: ["knowledge"],
  task: {
    plan: { conditions: ["spec"] },
    generate: {
      strategy: { name: "from-seed", use: "inspiration" },
      temperature: 1,
      demonstrations: { count: 0 },
    },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
    curate: { filters: ["exact-duplicate", "near-duplicate"] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: ["one random snippet for each problem, problem and solution in one answer"],
  differs: ["decontamination is `leakage` in `datawright curate --test`, not part of the recipe"],
  example: "examples/recipes/code/task.yaml",
});
