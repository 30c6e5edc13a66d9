import type { Task } from "../../../schema/task.js";
import type { Draft } from "../../draft.js";
import type { Criterion, JudgeQuestion } from "../contract.js";
import { breakagesOf } from "../evidence/broken-text.js";
import { unlessTextIsGiven } from "./unless-text-is-given.js";
import { ratingOf, ratingSchema, ratingScore } from "../rating.js";
import { passes, refuses } from "../verdicts.js";

const QUESTION: JudgeQuestion = {
  text:
    "coherent: 1 when the draft is broken, cut, repetitive or no sensible language; 3 when it " +
    "can be understood, but has sentences that do not follow from one another; 5 when it reads " +
    "as if a careful person had written it.",
  answer: { coherent: ratingSchema },
  needsSources: false,
};

/**
 * The critic asks about a draft before and after it asks the judge: what code sees is looked for
 * once.
 */
const seen = new WeakMap<Draft, ReturnType<typeof breakagesOf>>();

function breakagesOnce(draft: Draft, task: Task): ReturnType<typeof breakagesOf> {
  let breakages = seen.get(draft);
  if (!breakages) seen.set(draft, (breakages = breakagesOf(draft.text, task)));
  return breakages;
}

/**
 * The text is whole and fluent: no sign of damage that code can see, and a rating of the judge that
 * is high enough.
 */
export const coherentCriterion: Criterion = unlessTextIsGiven("coherence", {
  name: "coherent",
  question: () => QUESTION,
  decide(draft, { judge }, { task }) {
    const breakages = breakagesOnce(draft, task);
    if (breakages.length > 0) {
      return refuses("coherent", {
        code: "coherence",
        score: 0,
        reason:
          `The text is broken: ${breakages.map((breakage) => breakage.reason).join("; ")}. ` +
          "Write it anew.",
        evidence: breakages.map(({ start, end, text }) => ({
          start,
          end,
          text,
        })),
      });
    }
    const rating = ratingOf(judge, "coherent");
    if (rating === null)
      return passes("coherent", { code: "coherence", reason: "No sign of broken text." });
    const { minRating } = task.spec.critique;
    const details = { code: "coherence" as const, judge, score: ratingScore(rating) };
    return rating >= minRating
      ? passes("coherent", { ...details, reason: `Rated ${rating.toFixed(1)} of 5.` })
      : refuses("coherent", {
          ...details,
          evidence: [{ text: draft.text }],
          reason:
            `The text is not fluent (rated ${rating.toFixed(1)} of 5, at least ${minRating}): ` +
            "write whole sentences that make sense together.",
        });
  },
});
