import { conditionsCriterion } from "../../../../agents/critic/criteria/conditions.js";
import type { Draft } from "../../../../agents/draft.js";
import { z } from "zod";
import { fakeContext, fakeTask } from "../../../helpers/fake-context.js";
import { plainDraft } from "../../../helpers/plain-parts.js";

const task = fakeTask({
  attributes: [
    { name: "tone", values: ["calm", "angry"], description: "how it sounds" },
    { name: "topic", perLabel: { refund: ["late", "broken"] } },
    { name: "asked from the model" },
  ],
});
const draft = (conditions: Record<string, string>): Draft =>
  plainDraft({
    fields: { text: "x" },
    text: "x",
    label: "refund",
    conditions: Object.entries(conditions).map(([name, value]) => ({ name, value })),
  }) as unknown as Draft;
const decide = async (conditions: Record<string, string>, value: Record<string, unknown> | null) =>
  conditionsCriterion.decide(
    draft(conditions),
    { judge: value ? { model: "m", value } : null },
    fakeContext({ task }),
  );

describe("the criterion conditions", () => {
  it("asks for the values that the task names, and not for what was ordered", () => {
    const question = conditionsCriterion.question!(task)!;
    expect(question).toBe(conditionsCriterion.question!(task));
    expect(Object.keys(question.answer)).toEqual(["condition tone", "condition topic"]);
    expect(
      z
        .object(question.answer)
        .safeParse({ "condition tone": "angry", "condition topic": "none of these" }).success,
    ).toBe(true);
    expect(
      z.object(question.answer).safeParse({ "condition tone": "other", "condition topic": "late" })
        .success,
    ).toBe(false);
    expect(question.text).toContain("how it sounds");
    expect(conditionsCriterion.question!(fakeTask())).toBeNull();
  });

  it("says what a draft is instead of what was ordered, and refuses it never", async () => {
    const verdict = await decide(
      { tone: "calm", topic: "late", length: "short" },
      { "condition tone": "angry", "condition topic": "none of these" },
    );
    expect(verdict).toMatchObject({
      pass: true,
      conditions: [
        { name: "tone", value: "angry" },
        { name: "topic", value: null },
      ],
      reason: "Not as ordered: tone is angry, topic is none of these.",
    });
    expect((await decide({ tone: "calm" }, { "condition tone": "calm" })).conditions).toEqual([]);
    expect(await decide({ tone: "calm" }, null)).toMatchObject({ pass: true });
    expect((await decide({ tone: "calm" }, { "condition tone": 7 })).conditions).toEqual([]);
  });
});
