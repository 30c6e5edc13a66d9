// WANLI (Liu et al. 2022, Findings of EMNLP): more of what is ambiguous, judged by people.
import { defineRecipe } from "../recipe.js";

export const wanli = defineRecipe({
  name: "wanli",
  title: "Pairs that follow an ambiguous real one and its neighbours of the same label",
  paper: "Liu et al. 2022, WANLI, Findings of EMNLP",
  kinds: ["pair-classification", "classification"],
  needs: ["labels", "support"],
  task: {
    plan: { subtopics: 0 },
    generate: {
      strategy: { name: "extrapolate", seedsAre: "pattern" },
      topP: 0.5,
      temperature: 1,
      demonstrations: { name: "ambiguous-neighbours", count: 5 },
    },
    critique: { criteria: ["format", "no-copy", "novel"], maxRevisions: 0 },
    curate: {
      // The surplus is written for this cut: what stays does not have to be shown to be the better part.
      force: true,
      surplus: 2,
      filters: ["exact-duplicate", { name: "max-variability", keep: "ambiguous" }],
    },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "seeds are the quarter of each class whose label is least stable in training",
    "the row and its nearest neighbours of its label show a pattern without a name; top-p 0.5",
    "the new row is labelled after it is written",
    "the most ambiguous new rows stay by estimated max variability; people decide in `review`",
  ],
  differs: [
    "training dynamics of a linear model in place of RoBERTa-large",
    "a model labels first; two people for every row in the paper",
    "the forbidden phrases of the paper are those of its prompt, and not looked for",
  ],
  example: "examples/recipes/pairs/task.yaml",
});
