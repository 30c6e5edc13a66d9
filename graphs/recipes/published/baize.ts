// Baize (Xu et al. 2023, EMNLP): one model writes both sides of a chat.
import { defineRecipe } from "../recipe.js";

export const baize = defineRecipe({
  name: "baize",
  title: "Dialogues in which one model writes both sides, seeded by a topic",
  paper: "Xu et al. 2023, Baize, EMNLP",
  kinds: ["dialogue"],
  needs: [],
  task: {
    plan: { conditions: ["spec", "model-values"] },
    generate: { strategy: "self-chat", temperature: 1, demonstrations: { count: 4 } },
    critique: { criteria: ["format", "on-task", "novel"], maxRevisions: 0 },
  },
  asPublished: ["self-chat in one completion, seeded by a question or topic"],
  differs: ["topics of the task in place of questions from Quora and Stack Overflow"],
  example: "examples/recipes/chats/task.yaml",
});
