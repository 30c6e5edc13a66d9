import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { Decomposition } from "../contract.js";
import { taskSides } from "./task-sides.js";
import { unfitTask } from "./unfit-task.js";

/**
 * The question, the reasoning, then the answer that it leads to (chain of thought, Wei et al.
 * 2022). Of a text with a label the reasoning comes first: what a text of the label would say, then
 * the text (the seed rationales of S3, Wang et al. 2023).
 */
export const rationaleDecomposition: Decomposition = {
  name: "rationale",
  steps: (task) => {
    const { asked, answered, added } = taskSides(task);
    const own = answered.filter((name) => name !== LABEL_KEY && name !== "rationale");
    const others = added.filter((name) => name !== "rationale");
    if (asked.length === 0)
      throw unfitTask("rationale", task, "a question or a text that is written");
    if (own.length === 0) {
      return [
        {
          id: "rationale",
          purpose: "Reason what a text of the label and the conditions says.",
          prompt: "In one or two sentences: what such a sample says, and why this makes its label.",
          output: ["rationale"],
        },
        {
          id: "text",
          purpose: "Write the text that follows from it.",
          prompt: "Write the sample that the rationale describes.",
          output: [...asked, ...others],
        },
      ];
    }
    return [
      {
        id: "question",
        purpose: `Write ${asked.join(" and ")}.`,
        prompt: `Write ${asked.join(" and ")} only; it is answered later.`,
        output: asked,
      },
      {
        id: "rationale",
        purpose: "Write the steps to the answer.",
        prompt: "Work it out step by step. Do not state the answer before the last step.",
        output: ["rationale"],
      },
      {
        id: "answer",
        purpose: `Write ${own.join(" and ")} that the steps lead to.`,
        prompt: "Give what the rationale leads to.",
        output: [...own, ...others],
      },
    ];
  },
};
