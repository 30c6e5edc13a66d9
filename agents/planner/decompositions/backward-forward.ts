import type { Decomposition } from "../contract.js";
import { hasField, unfitTask } from "./unfit-task.js";

/**
 * Synthetic prompting (Shao et al. 2023): backward, a topic word and a target complexity give a
 * chain of reasoning and this the question; forward, the question is answered anew several times,
 * and the answer of the majority kept.
 */
export const backwardForwardDecomposition: Decomposition = {
  name: "backward-forward",
  steps: (task) => {
    if (!hasField(task, "question") || !hasField(task, "answer"))
      throw unfitTask(
        "backward-forward",
        task,
        "the fields question and answer",
        "It makes samples of kind reasoning or question-answering.",
      );
    return [
      {
        id: "chain",
        purpose: "A topic word, a complexity, and a chain of so many steps of reasoning.",
        output: ["topic", "complexity", "chain"],
        strategy: "backward-chain",
        fields: {
          complexity: { type: "number", description: "steps of the reasoning" },
          chain: { type: "list", description: "the steps" },
        },
      },
      {
        id: "question",
        purpose: "Write the question that the chain solves.",
        prompt:
          "Write the question that this chain of reasoning solves. It tells every figure " +
          "and fact that the chain starts from, and no result of a step.",
        output: ["question"],
        inputs: ["topic", "chain"],
      },
      {
        id: "forward",
        purpose: "Answer the question anew, several times; the majority decides.",
        prompt: "Solve the question step by step.",
        output: ["rationale", "answer"],
        inputs: ["question"],
        strategy: "majority-vote",
        settings: { field: "answer" },
        demonstrations: "format",
      },
    ];
  },
};
