import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { Decomposition } from "../contract.js";
import { taskSides } from "./task-sides.js";
import { unfitTask } from "./unfit-task.js";

/**
 * A piece of a textbook for the audience, then an exercise on it with its solution (phi-1,
 * Gunasekar et al. 2023). The piece is the task's `context`, or the first text of a custom task,
 * where there is one; else only the exercise is kept.
 */
export const textbookDecomposition: Decomposition = {
  name: "textbook",
  steps: (task) => {
    const { asked, answered, added } = taskSides(task);
    const solution = [
      ...answered.filter(
        (name) => name !== LABEL_KEY && !task.fields[name]?.type.startsWith("span"),
      ),
      ...added,
    ];
    const isCustom = task.kind.name === "custom";
    const lesson =
      asked.find(
        (name) => name === "context" || (isCustom && task.fields[name]?.type === "text"),
      ) ??
      (isCustom && asked.length === 0 ? solution[0] : undefined) ??
      "lesson";
    const exercise = asked.filter((name) => name !== lesson);
    const rest = solution.filter((name) => name !== lesson);
    if (exercise.length + rest.length === 0 && lesson === "lesson")
      throw unfitTask("textbook", task, "fields for an exercise");
    return [
      {
        id: "lesson",
        purpose: "A piece of a textbook.",
        prompt:
          "Write a piece of a textbook: it explains one thing fully, with an example, in " +
          "words that the audience knows.",
        output: [lesson],
      },
      ...(exercise.length === 0
        ? []
        : [
            {
              id: "exercise",
              purpose: "An exercise on it.",
              prompt:
                "Write an exercise that needs what the piece explains and can be done from " +
                "it alone.",
              output: exercise,
              demonstrations: "difficulty" as const,
              sources: false,
            },
          ]),
      ...(rest.length === 0
        ? []
        : [
            {
              id: "solution",
              purpose: "Its solution.",
              prompt:
                exercise.length === 0
                  ? `Write ${rest.join(" and ")}, in the manner of the textbook.`
                  : "Work the exercise out step by step, from what the piece explains.",
              output: rest,
              sources: false,
            },
          ]),
    ];
  },
};
