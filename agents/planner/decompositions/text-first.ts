import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { Decomposition } from "../contract.js";
import { taskSides } from "./task-sides.js";
import { unfitTask } from "./unfit-task.js";

/**
 * The text without a label in mind, then the label that the model reads in it: the order of natural
 * data, where label-first is that of ZeroGen (Ye et al. 2022).
 */
export const textFirstDecomposition: Decomposition = {
  name: "text-first",
  steps: (task) => {
    const { asked, answered, added } = taskSides(task);
    if (asked.length === 0 || !answered.includes(LABEL_KEY))
      throw unfitTask(
        "text-first",
        task,
        "a text that is written and a label that it gets",
        "Without labels, input-first writes what is asked before its answer.",
      );
    return [
      {
        id: "text",
        purpose: "Write the text, whatever its label will be.",
        output: [...asked, ...added],
        strategy: "label-free",
      },
      {
        id: "label",
        purpose: "Decide the label of the text.",
        prompt: "Read what is given as somebody who did not write it.",
        output: [LABEL_KEY],
      },
    ];
  },
};
