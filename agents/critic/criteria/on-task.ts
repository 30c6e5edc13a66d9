import { labelKey } from "../../../schema/label.js";
import type { Task } from "../../../schema/task.js";
import type { Criterion, JudgeQuestion } from "../contract.js";
import { unlessTextIsGiven } from "./unless-text-is-given.js";
import { ratingOf, ratingSchema, ratingScore } from "../rating.js";
import { passes, refuses } from "../verdicts.js";

const ANSWER = { on_task: ratingSchema };

/** The scale, in the task's words. */
function questionOf({ kind, spec, support }: Task): JudgeQuestion {
  return {
    text:
      "on_task: 1 when the draft is about something else than the dataset" +
      `${spec.domain === undefined ? "" : ` (${spec.domain})`}, or is not ${kind.sample}; 3 when ` +
      "its subject is right, but nobody would write it so; 5 when it could stand among " +
      `${support.length > 0 ? "the real examples" : "real ones"}.`,
    answer: ANSWER,
    needsSources: false,
  };
}

/** The draft is what the task asks for, by the judge's rating. */
export const onTaskCriterion: Criterion = unlessTextIsGiven("off-task", {
  name: "on-task",
  question: questionOf,
  decide(draft, { judge }, { task }) {
    if (task.labels.some((label) => label.outOfScope && label.name === draft.label))
      return passes("on-task", {
        code: "off-task",
        reason: `Texts of the label "${labelKey(draft.label)}" belong to no topic of the task.`,
      });
    const rating = ratingOf(judge, "on_task");
    if (rating === null)
      return passes("on-task", { code: "off-task", reason: "No judge was asked." });
    const { minRating } = task.spec.critique;
    const details = { code: "off-task" as const, judge, score: ratingScore(rating) };
    return rating >= minRating
      ? passes("on-task", { ...details, reason: `Rated ${rating.toFixed(1)} of 5.` })
      : refuses("on-task", {
          ...details,
          evidence: [{ text: draft.text }],
          reason:
            `The text is not what the task asks for (rated ${rating.toFixed(1)} of 5, at ` +
            `least ${minRating}): write ${task.kind.sample}. ${task.spec.description}`,
        });
  },
});
