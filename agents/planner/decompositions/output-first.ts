import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { Decomposition } from "../contract.js";
import { taskSides } from "./task-sides.js";
import { unfitTask } from "./unfit-task.js";

/**
 * The answer before what asks for it, so that answers do not all come out alike; of an instruction
 * its output before its input, as Self-Instruct (Wang et al. 2023) does for classifications.
 */
export const outputFirstDecomposition: Decomposition = {
  name: "output-first",
  steps: (task) => {
    const { asked, answered, added } = taskSides(task);
    const own = answered.filter((name) => name !== LABEL_KEY);
    if (asked.length === 0 || own.length === 0)
      throw unfitTask(
        "output-first",
        task,
        "a question and an answer that are both written",
        "For a text and its label, the strategy label-first is the same idea.",
      );
    if (task.kind.name === "instruction") {
      const [instruction, ...input] = asked;
      return [
        {
          id: "ask",
          purpose: "Write the instruction.",
          prompt: "Write the instruction only.",
          output: [instruction!],
        },
        {
          id: "instance",
          purpose: "Write one possible output, then an input that has it.",
          prompt: "First one of the possible outputs, then an input for which it is right.",
          output: [...own, ...input, ...added],
        },
      ];
    }
    return [
      {
        id: "answer",
        purpose: `Write ${own.join(" and ")}.`,
        prompt: `Write ${own.join(" and ")} only; what asks for it comes later.`,
        output: own,
      },
      {
        id: "ask",
        purpose: `Write ${asked.join(" and ")} that it answers.`,
        prompt: `Write ${asked.join(" and ")} so that what is given is exactly the answer.`,
        output: [...asked, ...added],
      },
    ];
  },
};
