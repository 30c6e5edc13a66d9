import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import type { Task } from "../../../schema/task.js";
import type { Verdict } from "../../../schema/verdict.js";
import type { Criterion, JudgeAnswer, JudgeQuestion } from "../contract.js";
import { configurable } from "../../../base/slots/configurable.js";
import { passes, refuses } from "../verdicts.js";

const NAME = "faithful";
const settingsSchema = z.strictObject({
  minShare: numberSetting(
    { from: 0, to: 1, usual: 1 },
    "Least share of the claims that the sources must support.",
  ),
});

const claimSchema = z.object({
  claim: z.string().describe("one statement of the draft, complete in itself, without pronouns"),
  supported: z.boolean().describe("true where the sources say it or it follows from them"),
});
const QUESTION: JudgeQuestion = {
  text:
    "claims: every single statement of fact that the draft makes, above all in its answer; " +
    "for each, whether the passages support it. What everybody knows but no passage says is " +
    "not supported. An empty list where the draft states nothing.",
  answer: { claims: z.array(claimSchema) },
  combine: medianClaims,
};

/**
 * Everything that the draft claims is supported by its sources, claim by claim, as the judge finds
 * (the faithfulness filter of Genie, Yehudai et al. 2024; the share of supported statements as in
 * RAGAS, Es et al. 2024). Drafts without a source pass.
 */
export const faithfulCriterion = configurable({
  settings: settingsSchema,
  make: ({ minShare }): Criterion => ({
    name: NAME,
    question: (task) => (hasSources(task) ? QUESTION : null),
    decide(draft, { judge }) {
      if (draft.sources.length === 0)
        return passes(NAME, {
          code: "unfaithful",
          reason: "The draft has no source to be faithful to.",
        });
      const claims = claimsOf(judge);
      if (claims === null)
        return passes(NAME, { code: "unfaithful", reason: "No judge was asked." });
      const unsupported = claims.filter((claim) => !claim.supported);
      const share = claims.length === 0 ? 1 : 1 - unsupported.length / claims.length;
      const details = { code: "unfaithful" as const, judge, score: share, claims };
      if (share >= minShare)
        return passes(NAME, {
          ...details,
          reason: `${claims.length - unsupported.length} of ${claims.length} claims are supported.`,
        });
      return refuses(NAME, {
        ...details,
        evidence: unsupported.map(({ claim }) => ({ text: claim })),
        reason:
          `The sources do not say: ${unsupported.map(({ claim }) => `"${claim}"`).join("; ")}. ` +
          "State only what they say.",
      });
    },
  }),
});

/**
 * Judges cut a draft into other claims: of several answers the one with the median share of
 * supported claims counts, the stricter one of two.
 */
function medianClaims(
  answers: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, unknown>> {
  const share = (answer: Readonly<Record<string, unknown>>): number => {
    const claims = z.array(claimSchema).parse(answer["claims"]);
    return claims.length === 0
      ? 1
      : claims.filter(({ supported }) => supported).length / claims.length;
  };
  const ascending = [...answers].sort((a, b) => share(a) - share(b));
  return { claims: ascending[(ascending.length - 1) >> 1]!["claims"] };
}

function hasSources({ spec }: Task): boolean {
  return spec.knowledge.length > 0;
}

function claimsOf(judge: JudgeAnswer | null): NonNullable<Verdict["claims"]> | null {
  const parsed = z.array(claimSchema).safeParse(judge?.value["claims"]);
  return parsed.success ? parsed.data : null;
}
