import type { Decomposition } from "../contract.js";
import { hasField, unfitTask } from "./unfit-task.js";

/**
 * A prompt, then several answers of different care, rated: the best is chosen, the worst rejected
 * (after UltraFeedback, Cui et al. 2024).
 */
export const preferenceDecomposition: Decomposition = {
  name: "preference",
  steps: (task) => {
    if (!["prompt", "chosen", "rejected"].every((name) => hasField(task, name)))
      throw unfitTask(
        "preference",
        task,
        "the fields prompt, chosen and rejected",
        "It makes samples of kind preference.",
      );
    const asked = task.writtenFields.filter((name) => name !== "chosen" && name !== "rejected");
    return [
      {
        id: "prompt",
        purpose: "Write the prompt.",
        prompt: "Write only the prompt: something that can be answered well or badly.",
        output: asked,
      },
      {
        id: "pair",
        purpose: "Answer it several times, rate the answers, keep the best and the worst.",
        output: ["chosen", "rejected"],
        strategy: "preference-pair",
      },
    ];
  },
};
