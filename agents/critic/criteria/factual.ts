import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import type { Criterion, JudgeQuestion } from "../contract.js";
import { judgedClaims, judgedClaimsSchema, medianClaims } from "../evidence/judged-claims.js";
import { passes, refuses } from "../verdicts.js";

const NAME = "factual";
const settingsSchema = z.strictObject({
  minShare: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe("Least share of the claims that the knowledge must not contradict."),
});

const QUESTION: JudgeQuestion = {
  text:
    "facts: every single statement of fact that the draft makes; for each, the words of what is " +
    "known that decide it, whether they support it, and whether they say the opposite. An empty " +
    "list where the draft states nothing.",
  answer: { facts: judgedClaimsSchema },
  combine: medianClaims("facts", ({ supported, contradicted }) => supported || !contradicted),
  shows: "knowledge",
};

/**
 * Nothing that the draft claims is contradicted by the task's knowledge, whose nearest passages the
 * judge is shown with their ids; what the knowledge does not know may stand. Tasks without knowledge
 * pass.
 */
export const factualCriterion = configurable({
  settings: settingsSchema,
  make: ({ minShare }): Criterion => ({
    name: NAME,
    question: ({ spec }) => (spec.knowledge.length > 0 ? QUESTION : null),
    decide(draft, { judge }, { knowledge }) {
      const claims = judgedClaims(judge, "facts", knowledge.passages);
      if (claims === null)
        return passes(NAME, {
          code: "unfaithful",
          reason: judge === null ? "No judge was asked." : "Nothing is known to compare with.",
        });
      const denied = claims.filter(({ contradicted }) => contradicted);
      const share = claims.length === 0 ? 1 : 1 - denied.length / claims.length;
      const details = { code: "unfaithful" as const, judge, score: share, claims };
      if (share >= minShare)
        return passes(NAME, {
          ...details,
          reason: `${denied.length} of ${claims.length} claims are contradicted.`,
        });
      return refuses(NAME, {
        ...details,
        evidence: denied.map(({ claim, source }) => ({
          text: claim,
          ...(source === undefined ? {} : { source }),
        })),
        reason:
          `What is known says the opposite of: ${denied.map(({ claim }) => `"${claim}"`).join("; ")}. ` +
          "Correct it, or leave it out.",
      });
    },
  }),
});
