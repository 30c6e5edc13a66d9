import type { Decomposition } from "../contract.js";
import { unfitTask } from "./unfit-task.js";

/**
 * A conversation turn by turn between two models with separate memories (UltraChat, Ding et al.
 * 2023).
 */
export const dialogueDecomposition: Decomposition = {
  name: "dialogue",
  steps: (task) => {
    const turns = task.writtenFields.find((name) => task.fields[name]!.type === "messages");
    if (turns === undefined) throw unfitTask("dialogue", task, "a field of type messages");
    const others = task.writtenFields.filter((name) => name !== turns);
    return [
      ...(others.length === 0
        ? []
        : [
            {
              id: "frame",
              purpose: `Write ${others.join(" and ")}.`,
              prompt: `Write ${others.join(" and ")} only; the conversation comes later.`,
              output: others,
            },
          ]),
      {
        id: "conversation",
        purpose: "Two models talk: one plays the user with a goal, one answers.",
        output: [turns],
        strategy: "dialogue-turns",
      },
    ];
  },
};
