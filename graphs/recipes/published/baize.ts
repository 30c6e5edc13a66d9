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
  differs: [
    "topics of the task in place of questions from Quora and Stack Overflow",
    "real conversations are shown where the task has some; the paper shows none",
    "turns come as a list in a schema, not after marks in a text",
    "`on-task` and `novel` refuse what the paper keeps; no self-distillation with feedback",
  ],
  example: "examples/recipes/chats/task.yaml",
});
