import { z } from "zod";
import type { Criterion, JudgeQuestion } from "../contract.js";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import {
  judgedClaims,
  judgedClaimsSchema,
  medianClaims,
  type JudgedClaim,
} from "../evidence/judged-claims.js";
import { passes, refuses } from "../verdicts.js";

const NAME = "faithful";
const settingsSchema = z.strictObject({
  minShare: numberSetting(
    { from: 0, to: 1, usual: 1 },
    "Least share of the claims that the sources must support.",
  ),
});

const QUESTION: JudgeQuestion = {
  text:
    "claims: every single statement of fact that the draft makes, above all in its answer; " +
    "for each, the words of the passages that decide it, whether they support it, and whether they " +
    "say the opposite. What everybody knows but no passage says is not supported. An empty list " +
    "where the draft states nothing.",
  answer: { claims: judgedClaimsSchema },
  combine: medianClaims("claims", ({ supported }) => supported),
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
    question: (task, draft) =>
      task.spec.knowledge.length > 0 || (draft?.sources.length ?? 0) > 0 ? QUESTION : null,
    decide(draft, { judge }) {
      if (draft.sources.length === 0)
        return passes(NAME, {
          code: "unfaithful",
          reason: "The draft has no source to be faithful to.",
        });
      const claims = judgedClaims(judge, "claims", draft.sources);
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
        evidence: unsupported.map(({ claim, source }) => ({
          text: claim,
          ...(source === undefined ? {} : { source }),
        })),
        reason: `${whatIsWrong(unsupported)} State only what they say.`,
      });
    },
  }),
});

/** The claims that the sources deny, then those that they do not have. */
function whatIsWrong(claims: readonly JudgedClaim[]): string {
  const said = (contradicted: boolean): string =>
    claims
      .filter((claim) => (claim.contradicted ?? false) === contradicted)
      .map(({ claim }) => `"${claim}"`)
      .join("; ");
  const [denied, missing] = [said(true), said(false)];
  return [
    ...(denied === "" ? [] : [`The sources say the opposite of: ${denied}.`]),
    ...(missing === "" ? [] : [`The sources do not say: ${missing}.`]),
  ].join(" ");
}
