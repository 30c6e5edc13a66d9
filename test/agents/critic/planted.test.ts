import { callAgent } from "../../../agents/call-agent.js";
import type { AgentContext } from "../../../agents/contract.js";
import { createCritic } from "../../../agents/critic/critic.js";
import type { Verdict } from "../../../schema/verdict.js";
import {
  builtinCriteria,
  draftOf,
  embeddedCriticContext,
  readDrafts,
  type PlantedDraft,
} from "../../helpers/critic-context.js";

interface Outcome extends PlantedDraft {
  readonly refused: readonly string[];
}

async function judge(drafts: readonly PlantedDraft[], context: AgentContext): Promise<Outcome[]> {
  const critic = createCritic({ criteria: await builtinCriteria() });
  return Promise.all(
    drafts.map(async (draft, index) => {
      const { verdicts } = await callAgent<{ verdicts: Verdict[] }>(
        critic,
        "critique",
        { draft: draftOf(draft, `d${index}`) },
        context,
      );
      return {
        ...draft,
        refused: verdicts.filter((verdict) => !verdict.pass).map((verdict) => verdict.code),
      };
    }),
  );
}

/** The right reason stands first: it is what the report shows and what a revision reads. */
const forTheRightReason = (outcome: Outcome): boolean =>
  outcome.codes!.includes(outcome.refused[0] ?? "");

describe("the critic refuses unfaithful drafts, with the embedded model and without gold labels", () => {
  it("refuses 45 of 50 planted drafts for the right reason and at most 5 of 50 good ones", async () => {
    const context = await embeddedCriticContext("support-tickets", {});
    const { good, planted } = readDrafts("support-ticket-drafts");
    expect([good.length, planted.length]).toEqual([50, 50]);
    const outcomes = await judge(planted, context);
    const missed = outcomes
      .filter((outcome) => !forTheRightReason(outcome))
      .map(({ fault, text, refused }) => ({ fault, text, refused }));
    expect(missed.length > 5 ? missed : []).toEqual([]);
    for (const fault of ["wrong-label", "off-task", "invented", "copy", "broken"]) {
      expect({
        fault,
        right:
          outcomes.filter((outcome) => outcome.fault === fault && forTheRightReason(outcome))
            .length >= 8,
      }).toEqual({ fault, right: true });
    }
    const lost = (await judge(good, context))
      .filter((outcome) => outcome.refused.length > 0)
      .map(({ text, refused }) => ({ text, refused }));
    expect(lost.length > 5 ? lost : []).toEqual([]);
  });

  it("does so in Korean", async () => {
    const context = await embeddedCriticContext("korean-reviews", { language: "ko" });
    const { good, planted } = readDrafts("korean-review-drafts");
    const missed = (await judge(planted, context)).filter((outcome) => !forTheRightReason(outcome));
    expect(missed.length > 2 ? missed : []).toEqual([]);
    const lost = (await judge(good, context)).filter((outcome) => outcome.refused.length > 0);
    expect(lost.length > 2 ? lost : []).toEqual([]);
  });

  it("accepts nothing from a model that only repeats support rows", async () => {
    const context = await embeddedCriticContext("support-tickets", {});
    const repeated = context.task.support.map((row) => ({
      text: row.text,
      label: row.label as string,
    }));
    const passed = (await judge(repeated, context)).filter(
      (outcome) => !["copy-of-support", "near-duplicate"].includes(outcome.refused[0] ?? ""),
    );
    expect(passed).toEqual([]);
  });
});
