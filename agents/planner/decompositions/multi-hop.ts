import type { Decomposition, StepOutline } from "../contract.js";
import { hasField, unfitTask } from "./unfit-task.js";

/**
 * Questions over several linked passages (SP-CoT, Wang et al. 2023): facts edge by edge, a single
 * question for each, one question composed of them, the answer at the end of the chain, and a check
 * that answers again from the passages alone.
 */
export const multiHopDecomposition: Decomposition = {
  name: "multi-hop",
  steps: (task, { knowledge }): StepOutline[] => {
    if (!["question", "answer"].every((name) => hasField(task, name)))
      throw unfitTask(
        "multi-hop",
        task,
        "the fields question and answer",
        "It makes samples of kind question-answering.",
      );
    if (knowledge.passages.length === 0)
      throw unfitTask(
        "multi-hop",
        task,
        "knowledge sources to take facts from",
        "Name documents or a graph under `knowledge:`, and let generate.sources be chain.",
      );
    const withContext = hasField(task, "context");
    const others = task.writtenFields.filter(
      (name) =>
        !["context", "question", "answer", "span"].includes(name) && !task.fields[name]!.optional,
    );
    return [
      {
        id: "facts",
        purpose:
          "A chain of facts, one of each passage, each beginning with what the one before " +
          "ended with.",
        output: ["facts"],
        strategy: "linked-facts",
        fields: { facts: { type: "triples", description: "the chain" } },
      },
      ...(withContext
        ? [
            {
              id: "passages",
              purpose: "The passages that state them.",
              output: ["context"],
              strategy: "passage",
              dependsOn: [],
            },
          ]
        : []),
      {
        id: "questions",
        purpose: "A question for each fact, then one that needs all of them.",
        output: ["singleQuestions", "question"],
        inputs: ["facts"],
        dependsOn: ["facts"],
        strategy: "composed-question",
        fields: {
          singleQuestions: { type: "json", description: "a question and its answer for each fact" },
        },
      },
      {
        id: "answer",
        purpose: "The end of the chain.",
        output: ["answer"],
        inputs: ["facts"],
        dependsOn: ["questions"],
        strategy: "chain-end",
      },
      ...(others.length === 0
        ? []
        : [
            {
              id: "others",
              purpose: `Write ${others.join(" and ")}.`,
              output: others,
              dependsOn: ["answer"],
              inputs: ["facts", "question", "answer"],
            },
          ]),
      {
        id: "check",
        purpose:
          "Answer again from the passages alone; where this gives something else the sample " +
          "is given up.",
        output: ["answeredAgain"],
        strategy: "verify",
        settings: { field: "answer", reason: true },
        prompt: "Find the answer step by step over the passages; then name the answer alone.",
        inputs: [...(withContext ? ["context"] : []), "question", "answer"],
        dependsOn: ["answer", ...(withContext ? ["passages"] : [])],
      },
    ];
  },
};
