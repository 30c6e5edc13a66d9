import { Random } from "../../../base/statistics/random.js";
import { calibrateJudge } from "../../../tools/judging/calibrate-judge.js";
import { chooseThreshold } from "../../../tools/judging/choose-threshold.js";
import { longerWins, positionBias } from "../../../tools/judging/judge-bias.js";
import { lexicalSupport } from "../../../tools/judging/lexical-support.js";
import { trainJudge } from "../../../tools/judging/trained-judge.js";
import { readVerdicts } from "../../../tools/judging/verdict-record.js";

/** A judge that sees truth through noise, and one criterion that is worth nothing. */
function verdicts(count: number, { bias = 0, own = 0 } = {}) {
  const random = new Random("verdicts");
  return Array.from({ length: count }, (_, at) => {
    const good = random.next() < 0.6;
    const words = 3 + random.integer(40);
    const author = at % 2 === 0 ? "judge-1" : "other";
    const seen = (good ? 0.7 : 0.4) + 0.15 * random.normal();
    const score = seen + bias * (words - 20) + (author === "judge-1" ? own : 0);
    return {
      text: `${"word ".repeat(words)}${at}`,
      human: good ? "yes" : "no",
      scores: { faithful: Math.min(1, Math.max(0, score)), noise: random.next() },
      author,
      judgeModel: "judge-1",
    };
  });
}

describe("calibrateJudge", () => {
  it("finds the criterion that agrees and a threshold, and measures both on other texts", () => {
    const found = calibrateJudge(readVerdicts(verdicts(400)));
    expect(found.criteria).toContain("faithful");
    expect(found.criteria![0]).toBe("faithful");
    expect(found.threshold).toBeGreaterThan(0.4);
    expect(found.threshold).toBeLessThan(0.7);
    expect(found.agreement.items).toBe(200);
    expect(found.agreement.accuracy).toBeGreaterThan(0.75);
    expect(found.agreement.accuracy).toBeGreaterThan(found.agreement.majority + 0.1);
    expect(found.agreement.areaUnderCurve!).toBeGreaterThan(0.85);
    expect(Math.abs(found.lengthBias!)).toBeLessThan(0.2);
    expect(Math.abs(found.selfPreference!)).toBeLessThan(0.08);
    expect(found.people).toBeNull();
  });

  it("shows a taste for length and for its own texts", () => {
    expect(calibrateJudge(readVerdicts(verdicts(400, { bias: 0.01 }))).lengthBias!).toBeGreaterThan(
      0.2,
    );
    expect(
      calibrateJudge(readVerdicts(verdicts(400, { own: 0.3 }))).selfPreference!,
    ).toBeGreaterThan(0.15);
  });

  it("says what is missing, and which record is malformed", () => {
    expect(() => calibrateJudge(readVerdicts(verdicts(5)))).toThrow(
      expect.objectContaining({ code: "DATA_EMPTY" }),
    );
    const same = verdicts(30).map((verdict) => ({ ...verdict, human: "yes" }));
    expect(() => calibrateJudge(readVerdicts(same))).toThrow(/of one kind/u);
    expect(() => readVerdicts([{ text: "a", human: "perhaps" }])).toThrow(/record 1.*perhaps/su);
    expect(() => readVerdicts([{ human: 1 }])).toThrow(/record 1.*no text/su);
    expect(() => readVerdicts([{ text: "a", human: 1, judge: "NaN" }])).toThrow(/no score/u);
    expect(() => readVerdicts([])).toThrow(expect.objectContaining({ code: "DATA_EMPTY" }));
  });

  it("takes the majority of several people, their scale's upper half for good", () => {
    const [split, good, bad] = readVerdicts([
      { text: "a", human: [1, 5] },
      { text: "b", human: [4, 5, 1], context: "c" },
      { text: "d", human: 2, judge: 0.2 },
    ]);
    expect([split!.faithful, good!.faithful, bad!.faithful]).toEqual([null, true, false]);
    expect(good).toMatchObject({ human: 10 / 3, context: "c", contextField: "context" });
    expect(bad).toMatchObject({ judge: 0.2 });
  });

  it("sets a threshold between the kinds", () => {
    expect(chooseThreshold([0.1, 0.2, 0.6, 0.9], [false, false, true, true])).toBeCloseTo(0.4, 12);
    expect(chooseThreshold([0.5, 0.5], [true, false])).toBe(0.5);
  });
});

describe("bias of pairs", () => {
  it("is which way a judge changes its mind with the order", () => {
    expect(
      positionBias([
        { preferred: "first", swapped: "first" },
        { preferred: "first", swapped: "second" },
        { preferred: "tie", swapped: "second" },
        { preferred: "second", swapped: "first" },
        { preferred: null, swapped: "first" },
      ]),
    ).toEqual({ pairs: 4, unread: 1, consistent: 0.25, towardsFirst: 0.5, towardsSecond: 0.25 });
    expect(() => positionBias([{ preferred: null, swapped: null }])).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
    expect(longerWins([])).toBeNull();
  });
});

describe("judges without a language model", () => {
  it("sees which words, figures and names a source has", () => {
    const source = "Police said three armed men robbed a security van in Glasgow on Monday.";
    const good = lexicalSupport("Three armed men have robbed a security van in Glasgow.", [source]);
    const other = lexicalSupport("Two women in Edinburgh painted a house.", [source]);
    expect(good.score).toBeGreaterThan(0.9);
    expect(other.score).toBeLessThan(0.2);
    expect(other.unsupportedFacts).toContain("Edinburgh");
    expect(lexicalSupport("Anything.", []).score).toBe(0);
  });

  it("learns what people refuse", async () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({
      text: at % 3 === 0 ? `always ${at} wrong in every case` : `sometimes ${at} it may be so`,
      context: "",
      faithful: at % 3 !== 0,
    }));
    const judge = await trainJudge(rows, { seed: 1 });
    const [bad, good] = judge.score([
      { text: "always wrong", context: "" },
      { text: "it may be so sometimes", context: "" },
    ]);
    expect(bad!).toBeLessThan(0.4);
    expect(good!).toBeGreaterThan(0.6);
    await expect(trainJudge(rows.slice(0, 3))).rejects.toMatchObject({ code: "TRAINING_DATA" });
  });
});
