import { callAgent } from "../../../../agents/call-agent.js";
import { createCritic } from "../../../../agents/critic/critic.js";
import { CRITERIA } from "../../../../agents/critic/criteria/criteria.js";
import type { Criterion } from "../../../../agents/critic/contract.js";
import type { SlotChoice } from "../../../../base/slots/slot-choice.js";
import type { Verdict } from "../../../../schema/verdict.js";
import { JUDGE_PROPERTIES } from "../../../../tools/task-file/check-criteria.js";
import { draftOf } from "../../../helpers/critic-context.js";
import { fakeContext, fakeRoleModel, fakeTask } from "../../../helpers/fake-context.js";

const politeness = {
  name: "politeness",
  question: "How polite is the message?",
  scale: { 1: "rude", 3: "neutral", 5: "warm" },
  atLeast: 4,
  advice: "Say please.",
};
const task = fakeTask({ labels: ["refund", "delivery"] });
const rated = (rating: number) => ({
  evidence: '"pay me now"',
  because: "It orders\u0007 \u202eabout.\n" + "x".repeat(500),
  rating,
});

async function made(...choices: readonly SlotChoice[]): Promise<Criterion[]> {
  const criteria: Criterion[] = [];
  for (const choice of choices) criteria.push((await CRITERIA.choose(choice, [])).value);
  return criteria;
}
async function judged(
  choices: readonly SlotChoice[],
  answer: Record<string, unknown>,
  draft = draftOf({ text: "Well, pay me now or else.", label: "refund" }, "d"),
) {
  const model = fakeRoleModel(() => ({ reason: "all in all fine", ...answer }));
  const { verdicts } = await callAgent<{ verdicts: Verdict[] }>(
    createCritic({ criteria: await made(...choices) }),
    "critique",
    { draft },
    fakeContext({ task, model }),
  );
  return { verdicts, requests: model.requests };
}

describe("a criterion that a task defines by a question", () => {
  it("is asked beside the built-in ones in one call, with its scale", async () => {
    const { requests } = await judged(["coherent", politeness], {
      coherent: 5,
      politeness: rated(5),
    });
    expect(requests).toHaveLength(1);
    const asked = requests[0]!.prompt.sections.find(({ kind }) => kind === "criteria")!.items!;
    expect(asked.map(({ name }) => name)).toEqual(["coherent", "politeness"]);
    expect(asked[1]!["question"]).toMatch(
      /^politeness: How polite is the message\? .*evidence.*because.*rating, from 1 to 5 \(1: rude; 3: neutral; 5: warm\)\.$/u,
    );
  });

  it("refuses below its least rating, with the judge's words, what they quote, and advice", async () => {
    const { verdicts } = await judged(["coherent", politeness], {
      coherent: 5,
      politeness: rated(2),
    });
    expect(verdicts[0]).toMatchObject({
      criterion: "politeness",
      pass: false,
      code: "rubric",
      score: 0.25,
      evidence: [{ text: "pay me now", start: 6, end: 16 }],
    });
    const { reason } = verdicts[0]!;
    expect(reason).toContain(
      '"How polite is the message?" is rated 2 on the scale 1: rude; 3: neutral; 5: warm; at least 4 is wanted. The judge: "It orders about. xxx',
    );
    expect(reason).toMatch(/ …" Say please\.$/u);
    expect([...reason].length).toBeLessThan(500);
    // The words on the whole draft are about something else.
    expect(reason).not.toContain("all in all");
  });

  it("keeps no quote that the draft does not have", async () => {
    const answer = { politeness: { ...rated(2), evidence: "never said" } };
    expect((await judged([politeness], answer)).verdicts[0]!.evidence).toEqual([]);
  });

  it.each([
    [{ labels: "delivery" }, false],
    [{ labels: ["delivery", "refund"] }, true],
    [{ attributes: { tone: ["angry", "calm"] } }, true],
    [{ attributes: { tone: "calm" } }, false],
    [{ labels: "refund", attributes: { tone: "calm" } }, false],
    [{ fields: "note" }, true],
    [{ fields: ["note", "extra"] }, false],
    [{ fields: { stars: [1, 2] } }, true],
    [{ fields: { stars: 3 } }, false],
  ])(
    "with appliesTo %j is about a draft: %s; asks nothing where it is not",
    async (appliesTo, is) => {
      const draft = {
        ...draftOf({ text: "Well, pay me now or else.", label: "refund" }, "d"),
        conditions: [{ name: "tone", value: "angry" }],
        fields: { text: "Well, pay me now or else.", note: "n", extra: " ", stars: 2 },
      };
      const { verdicts, requests } = await judged(
        [{ ...politeness, appliesTo }],
        { politeness: rated(1) },
        draft,
      );
      expect(requests).toHaveLength(is ? 1 : 0);
      expect(verdicts[0]!.pass).toBe(!is);
    },
  );

  it("does not tell the judge the label by what it asks", async () => {
    const choices = ["coherent", { ...politeness, appliesTo: { labels: "delivery" } }];
    const answer = { coherent: 5, politeness: rated(1) };
    const asked = async (label: string) =>
      (await judged(choices, answer, draftOf({ text: "Some text here.", label }, "d"))).requests[0]!
        .prompt;
    expect(await asked("refund")).toEqual(await asked("delivery"));
  });

  it("cannot be answered under a name that the judge's answer has", async () => {
    for (const name of CRITERIA.names) {
      const { value } = await CRITERIA.choose(name, []);
      for (const spec of [{}, { multiLabel: true }]) {
        const asks = value.question?.(fakeTask({ labels: ["a", "b"], ...spec }));
        for (const property of Object.keys(asks?.answer ?? {}))
          expect([...JUDGE_PROPERTIES, ...CRITERIA.names]).toContain(property);
      }
    }
    await expect(judged([politeness, politeness], { politeness: rated(5) })).rejects.toMatchObject({
      code: "SPEC_INVALID",
    });
  });
});

describe("the judge's words on the whole draft", () => {
  const reason = "Half a sentence.";
  const verdictsOf = async (coherent: number, on_task: number, said = reason) =>
    Object.fromEntries(
      (await judged(["coherent", "on-task"], { coherent, on_task, reason: said })).verdicts.map(
        (verdict) => [verdict.criterion, verdict.reason],
      ),
    );
  it("stand with what they refuse, else with what was rated lowest", async () => {
    const refused = await verdictsOf(1, 5);
    expect(refused["coherent"]).toMatch(/rated 1\.0 of 5.* The judge: "Half a sentence\."$/u);
    expect(refused["on-task"]).toBe("Rated 5.0 of 5.");
    expect(await verdictsOf(5, 4)).toEqual({
      coherent: "Rated 5.0 of 5.",
      "on-task": 'Rated 4.0 of 5. The judge: "Half a sentence."',
    });
  });
  it("are left out where there are none", async () => {
    expect((await verdictsOf(5, 4, " \n"))["on-task"]).toBe("Rated 4.0 of 5.");
  });
});
