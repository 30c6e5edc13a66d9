import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { Decomposition } from "../contract.js";
import { taskSides } from "./task-sides.js";
import { unfitTask } from "./unfit-task.js";

/**
 * An outline, then each of its parts, joined to one long text (outline then parts, as in Re3, Yang
 * et al. 2022).
 */
export const outlineDecomposition: Decomposition = {
  name: "outline",
  steps: (task) => {
    const { asked, answered, added } = taskSides(task);
    const isText = (name: string): boolean => task.fields[name]?.type === "text";
    const own = answered.filter((name) => name !== LABEL_KEY);
    const long = [...asked, ...own].reverse().find(isText);
    if (long === undefined) throw unfitTask("outline", task, "a text that is written");
    const before = [...asked, ...own, ...added].filter((name) => name !== long);
    return [
      ...(before.length === 0
        ? []
        : [
            {
              id: "begin",
              purpose: `Write ${before.join(" and ")}.`,
              prompt: `Write ${before.join(" and ")} only.`,
              output: before,
            },
          ]),
      {
        id: "outline",
        purpose: `Outline the ${long}.`,
        prompt: `Outline the ${long}: its parts in their order, a few words each.`,
        output: ["outline"],
        fields: { outline: { type: "list", description: "the parts in their order" } },
      },
      {
        id: "parts",
        purpose: `Write the ${long} part by part.`,
        output: [long],
        strategy: "parts",
        settings: { from: "outline" },
      },
    ];
  },
};
