import type { Decomposition, StepOutline } from "../contract.js";
import { hasField, unfitTask } from "./unfit-task.js";

/** Fields that take an explanation, where the task has one of them. */
const EXPLAINING = ["explanation", "rationale"];

/**
 * A passage, a question about it, the answer as it stands there, where it stands, and why, where
 * the task has a field for that.
 */
export const passageQuestionAnswerDecomposition: Decomposition = {
  name: "passage-question-answer",
  steps: (task) => {
    if (!["context", "question", "answer"].every((name) => hasField(task, name)))
      throw unfitTask(
        "passage-question-answer",
        task,
        "the fields context, question and answer",
        "It makes samples of kind question-answering.",
      );
    const explaining = EXPLAINING.find((name) => hasField(task, name));
    const own = [
      "context",
      "question",
      "answer",
      "span",
      ...(explaining === undefined ? [] : [explaining]),
    ];
    const others = task.writtenFields.filter(
      (name) => !own.includes(name) && !task.fields[name]!.optional,
    );
    return [
      {
        id: "passage",
        purpose: "The passage: that of the sources, else a new one.",
        prompt: "Write the passage only: facts that questions can be asked about.",
        output: ["context"],
        strategy: "passage",
      },
      {
        id: "question",
        purpose: "A question that the passage answers.",
        prompt:
          "Write one question that the passage answers in a few words, and that makes sense " +
          "without seeing it.",
        output: ["question", ...others],
        inputs: ["context"],
      },
      {
        id: "answer",
        purpose: "The answer, as it stands in the passage.",
        prompt:
          "Answer the question with the shortest piece of the passage that is right, word " +
          "for word.",
        output: ["answer"],
        inputs: ["context", "question"],
      },
      ...(hasField(task, "span")
        ? [
            {
              id: "span",
              purpose: "Where the answer stands.",
              output: ["span"],
              inputs: ["context", "answer"],
              dependsOn: ["answer", "passage"],
              strategy: "locate",
              settings: { required: false },
            } satisfies StepOutline,
          ]
        : []),
      ...(explaining === undefined
        ? []
        : [
            {
              id: "explanation",
              purpose: "Why the passage gives this answer.",
              prompt: "Explain in one or two sentences why the passage gives this answer.",
              output: [explaining],
              inputs: ["context", "question", "answer"],
              dependsOn: ["answer"],
            } satisfies StepOutline,
          ]),
    ];
  },
};
