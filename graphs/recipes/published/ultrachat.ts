// UltraChat (Ding et al. 2023, EMNLP): two models talk, each with its own memory.
import { defineRecipe } from "../recipe.js";

export const ultrachat = defineRecipe({
  name: "ultrachat",
  title: "Dialogues of a simulated user with a goal and an assistant who does not know it",
  paper: "Ding et al. 2023, UltraChat, EMNLP",
  kinds: ["dialogue"],
  needs: [],
  task: {
    plan: {
      decomposition: "dialogue",
      conditions: ["spec", { name: "model-dimensions", dimensions: ["topic"], values: 30 }],
    },
    generate: {
      strategies: [{ name: "dialogue-turns", minTurns: 3, maxTurns: 7 }],
      temperature: 1,
    },
    critique: { criteria: ["format", "on-task", "novel"], maxRevisions: 0 },
    curate: { filters: ["heuristics", "exact-duplicate"] },
  },
  asPublished: [
    "one model plays the user with a goal, the other answers; three to seven rounds",
    "thirty topics from the model; politeness boilerplate is filtered",
  ],
  differs: [
    "topics of the task in place of the three sectors with Wikidata entities and C4 texts",
    "one level of topics; each dialogue draws a user and a goal, not a listed question",
  ],
  example: "examples/recipes/chats/task.yaml",
});
