import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { Decomposition } from "../contract.js";
import { hasField, unfitTask } from "./unfit-task.js";

/**
 * Demonstrations are explained once, then each given text is explained and labelled in their manner
 * (AnnoLLM, He et al. 2024).
 */
export const explainThenAnnotateDecomposition: Decomposition = {
  name: "explain-then-annotate",
  steps: (task) => {
    if (task.kind.name !== "annotation")
      throw unfitTask(
        "explain-then-annotate",
        task,
        "given texts to label",
        "It makes samples of kind annotation.",
      );
    const others = task.writtenFields.filter((name) => name !== "explanation");
    return [
      {
        id: "annotation",
        purpose: "Explain the given text, then label it.",
        output: [...others, "explanation", LABEL_KEY],
        strategy: "explained-annotation",
        fields: hasField(task, "explanation")
          ? undefined
          : {
              explanation: {
                type: "text",
                description: "what the text says, and which label this speaks for",
              },
            },
      },
    ];
  },
};
