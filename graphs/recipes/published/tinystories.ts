// TinyStories (Eldan & Li 2023): a noun, a verb and an adjective for each.
import { defineRecipe } from "../recipe.js";

export const tinystories = defineRecipe({
  name: "tinystories",
  title: "Stories in simple words around three random words and a few features",
  paper: "Eldan and Li 2023, TinyStories",
  kinds: ["custom", "instruction"],
  needs: ["words"],
  task: {
    plan: {
      subtopics: 0,
      maxCells: 1,
      conditions: ["spec", { name: "vocabulary", path: "words.csv" }],
    },
    generate: { temperature: 1, demonstrations: { name: "random", count: 2 } },
    constraints: { notes: ["Only words that a child of three or four knows."] },
    critique: { criteria: ["format", "novel"], maxRevisions: 0 },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "one noun, one verb and one adjective of a child's vocabulary for each story",
    "a random subset of dialogue, twist, bad ending, moral and foreshadowing",
  ],
  differs: [
    "the words are the task's own: `words.csv` beside it (the paper has about 1,500)",
    "that the words occur is asked for and not checked",
    "two real stories are shown where the task has some; the paper shows none",
  ],
  example: "examples/recipes/stories/task.yaml",
});
