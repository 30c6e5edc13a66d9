import { DatawrightError } from "../../../base/errors.js";
import { blindItems, readBlindAnswers } from "../../../tools/judging/blind-pairs.js";
import { compareJudgments } from "../../../tools/judging/compare-judgments.js";
import { pandaLmRows, prometheusRows } from "../../../tools/judging/export-judge-data.js";
import { judgePairs, scoreAnswers } from "../../../tools/judging/judge-pairs.js";
import { readPairs } from "../../../tools/judging/read-pairs.js";
import { readVerdicts } from "../../../tools/judging/verdict-record.js";
import { fakeRoleModel, type RoleRequest } from "../../helpers/fake-context.js";

const pairs = readPairs(
  ["1", "2", "3", "4"].map((id) => ({
    id,
    instruction: `Question ${id}`,
    output_1: `plain ${id}`,
    output_2: `good ${id}`,
    generator_1: "base",
    generator_2: "mine",
  })),
);
const shown = ({ prompt }: RoleRequest, name: string): string =>
  String(prompt.sections.find((section) => section.name === name)!.items![0]!["answer"]);
const judge = (choose: (a: string, b: string) => "A" | "B" | "tie") =>
  fakeRoleModel((request) => ({
    reason: "so",
    winner: choose(shown(request, "A"), shown(request, "B")),
  }));
const fair = judge((a) => (a.startsWith("good") ? "A" : "B"));
const first = judge(() => "A");
const broken = fakeRoleModel(() => new DatawrightError({ code: "MODEL_OUTPUT", message: "?" }));

describe("judgePairs", () => {
  it("judges by what is said, whichever stands first", async () => {
    const { judgments, position } = await judgePairs(pairs, { models: [fair] });
    expect(judgments.map(({ preferred }) => preferred)).toEqual(pairs.map(() => "second"));
    expect(position).toMatchObject({ consistent: 1 });
    const report = compareJudgments(judgments);
    expect(report.winRates[0]).toMatchObject({ candidate: "mine", winRate: 1, wins: 4 });
    expect(report.strengths[0]!.name).toBe("mine");
  });

  it("takes a judge that goes by the order for a tie, and shows it", async () => {
    const { judgments, position } = await judgePairs(pairs, { models: [first] });
    expect(judgments.map(({ preferred }) => preferred)).toEqual(pairs.map(() => "tie"));
    expect(position).toMatchObject({ consistent: 0, towardsFirst: 1 });
    expect(compareJudgments(judgments).winRates[0]!.winRate).toBe(0.5);
  });

  it("decides by the majority of a panel, and counts whom it could not read", async () => {
    const panel = await judgePairs(pairs, { models: [fair, fair, first, broken] });
    expect(panel.judgments.map(({ preferred }) => preferred)).toEqual(pairs.map(() => "second"));
    expect(panel.byJudge[3]!.every(({ preferred }) => preferred === null)).toBe(true);
    expect(panel.position!.unread).toBe(4);
    const nobody = await judgePairs(pairs, { models: [broken] });
    expect(nobody.position).toBeNull();
    expect(() => compareJudgments(nobody.judgments)).toThrow(/none of 4/u);
    await expect(judgePairs([], { models: [fair] })).rejects.toMatchObject({ code: "DATA_EMPTY" });
    await expect(judgePairs(pairs, { models: [] })).rejects.toMatchObject({ code: "USAGE" });
  });

  it("scores answers by themselves, the mean of a panel", async () => {
    const scorer = (score: number) => fakeRoleModel(() => ({ reason: "so", score }));
    const answers = [{ id: "1", instruction: "Q", answer: "A" }];
    expect(await scoreAnswers(answers, { models: [scorer(4), scorer(8), broken] })).toEqual([6]);
    expect(await scoreAnswers(answers, { models: [broken] })).toEqual([null]);
  });
});

describe("blind pairs", () => {
  it("hide who wrote what, and find back", () => {
    const items = blindItems(pairs, 3);
    expect(JSON.stringify(items)).not.toMatch(/mine|base/u);
    expect(new Set(items.map(({ fields }) => fields.A.startsWith("good"))).size).toBe(2);
    const answers = items.map(({ sampleId, fields }) => ({
      sampleId,
      decision: "relabel",
      label: fields.A.startsWith("good") ? "A" : "B",
      by: "a person",
    }));
    const judgments = readBlindAnswers(answers, { pairs, seed: 3 });
    expect(judgments.every(({ preferred }) => preferred === "second")).toBe(true);
    expect(judgments[0]!.judge).toBe("a person");
    expect(() => readBlindAnswers([{ sampleId: "9", label: "A" }], { pairs, seed: 3 })).toThrow(
      /record 1/u,
    );
    expect(() => readBlindAnswers([{ sampleId: "1", label: "C" }], { pairs, seed: 3 })).toThrow(
      expect.objectContaining({ code: "DATA_LABEL" }),
    );
  });
});

describe("data for judges", () => {
  it("has the shapes of Prometheus and PandaLM", () => {
    const [good, bad] = prometheusRows(
      readVerdicts([
        { text: "Paris", question: "Capital of France?", human: "yes" },
        { text: "Rome", question: "Capital of France?", human: "no" },
      ]),
    );
    expect(good!.output).toMatch(/\[RESULT\] 5$/u);
    expect(bad!.output).toMatch(/\[RESULT\] 1$/u);
    expect(good!.input).toContain("###Response to evaluate:\nParis");
    const rows = pandaLmRows(pairs, [
      { ...compareable("1"), preferred: "tie" },
      { ...compareable("2"), preferred: "second" },
      { ...compareable("3"), preferred: null },
    ]);
    expect(rows.map(({ output }) => output)).toEqual(["Tie", "2"]);
    expect(() => pandaLmRows(pairs, [])).toThrow(expect.objectContaining({ code: "DATA_EMPTY" }));
  });
});

function compareable(item: string) {
  return { item, first: "a", second: "b", lean: null, scores: null, lengths: null, judge: "j" };
}
