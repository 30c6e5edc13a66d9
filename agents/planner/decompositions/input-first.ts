import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { Decomposition } from "../contract.js";
import { taskSides } from "./task-sides.js";
import { unfitTask } from "./unfit-task.js";

/**
 * What is asked, then the answer to it; of an instruction its input before its output
 * (Self-Instruct, Wang et al. 2023).
 */
export const inputFirstDecomposition: Decomposition = {
  name: "input-first",
  steps: (task) => {
    const { asked, answered, added } = taskSides(task);
    const own = answered.filter((name) => name !== LABEL_KEY);
    const first = task.kind.name === "instruction" ? asked.slice(0, 1) : asked;
    const rest = [...asked.filter((name) => !first.includes(name)), ...own, ...added];
    if (first.length === 0 || own.length === 0)
      throw unfitTask(
        "input-first",
        task,
        "a question and an answer that are both written",
        "For a text and its label, text-first is the same idea.",
      );
    return [
      {
        id: "ask",
        purpose: `Write ${first.join(" and ")}.`,
        prompt: `Write ${first.join(" and ")} only; what answers it comes later.`,
        output: first,
      },
      {
        id: "answer",
        purpose: `Write ${rest.join(" and ")} for it.`,
        prompt: `Write ${rest.join(", then ")} for what is given.`,
        output: rest,
      },
    ];
  },
};
