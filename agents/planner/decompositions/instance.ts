import type { Decomposition } from "../contract.js";
import { hasField, unfitTask } from "./unfit-task.js";

/**
 * An instruction, then its input and output in the order that fits it: output first for a
 * classification (Self-Instruct, Wang et al. 2023).
 */
export const instanceDecomposition: Decomposition = {
  name: "instance",
  steps: (task) => {
    if (!["instruction", "input", "output"].every((name) => hasField(task, name)))
      throw unfitTask(
        "instance",
        task,
        "the fields instruction, input and output",
        "It makes samples of kind instruction.",
      );
    const others = task.writtenFields.filter((name) => name !== "input" && name !== "output");
    return [
      {
        id: "instruction",
        purpose: "Write the instruction.",
        prompt: "The instruction alone: its input and its output come later.",
        output: others,
      },
      {
        id: "instance",
        purpose: "Write its input and its output, the output first where it is a classification.",
        output: ["input", "output"],
        strategy: "instance",
      },
    ];
  },
};
