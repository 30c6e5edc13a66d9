import type { Task } from "../../../schema/task.js";
import type { ReasonCode } from "../../../schema/reasons.js";
import type { Criterion } from "../contract.js";
import { passes } from "../verdicts.js";

/**
 * True where every text of a sample comes from the inputs and only its label is decided: nobody can
 * write it better.
 */
export function isTextGiven({ textFields, kind }: Task): boolean {
  return textFields.every((name) => kind.givenFields.includes(name));
}

/** A criterion of how a text is written: it passes, and asks nothing, where the text is given. */
export function unlessTextIsGiven(code: ReasonCode, criterion: Criterion): Criterion {
  return {
    name: criterion.name,
    question: criterion.question
      ? (task: Task) => (isTextGiven(task) ? null : criterion.question!(task))
      : undefined,
    decide: (draft, evidence, context) =>
      isTextGiven(context.task)
        ? passes(criterion.name, { code, reason: "The text is given, not written." })
        : criterion.decide(draft, evidence, context),
  };
}
