// Alpaca (Taori et al. 2023): Self-Instruct with whole tasks, twenty in one answer.
import { defineRecipe } from "../recipe.js";

export const alpaca = defineRecipe({
  name: "alpaca",
  title: "Instruction, input and answer of twenty tasks in one answer, after three seed tasks",
  paper: "Taori et al. 2023, Stanford Alpaca",
  kinds: ["instruction"],
  needs: ["support"],
  task: {
    plan: { conditions: ["spec"] },
    generate: {
      strategy: {
        name: "continue-list",
        batch: 20,
        requirements: [
          "Its instruction begins with another verb than those before it.",
          "Its wording differs too: some instructions are questions, others are orders.",
          "It is another kind of task: open writing, classifying, editing, explaining and so on.",
          "Some tasks have one right answer, others many.",
          "A language model can carry it out with text alone, without seeing or doing anything.",
          "The instruction has one or two sentences.",
          "The input is realistic and concrete, without placeholders, in at most 100 words.",
          "Where the instruction needs no input it is left out.",
          "The output answers instruction and input well, in less than 100 words.",
        ],
      },
      temperature: 1,
      topP: 1,
      demonstrations: { name: "random", count: 3 },
    },
    critique: {
      criteria: [
        {
          name: "instruction-heuristics",
          blacklist: ["video", "audio", "music", "flowchart", "diagram"],
        },
        "no-echo",
        "novel",
      ],
      rougeL: 0.7,
      maxRevisions: 0,
    },
    curate: { filters: ["exact-duplicate"] },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "three seed tasks, one prompt for twenty, whole tasks in one completion",
    "temperature 1, top-p 1",
    "the requirements of the prompt, in words of our own",
    "the filters of Self-Instruct with the longer blacklist, and ROUGE-L above 0.7",
  ],
  differs: [
    "answers come as a list in a schema, not as text that is split at ###",
    "twenty new tasks are asked for beside the three; the paper's list of twenty counts them",
    "a refused entry is written anew on its own, with the same requirements",
    "`novel` looks at embeddings beside ROUGE-L",
  ],
  example: "examples/recipes/instructions/task.yaml",
});
