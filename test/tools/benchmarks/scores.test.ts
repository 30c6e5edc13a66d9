import { finalMathAnswer, sameMathAnswer } from "../../../tools/benchmarks/metrics/math-answer.js";
import { macroF1, microF1 } from "../../../tools/benchmarks/metrics/label-scores.js";
import { rougeL, squadExact, squadF1 } from "../../../tools/benchmarks/metrics/squad-scores.js";
import { benchmarkFigures, pairedDifference } from "../../../tools/benchmarks/figures.js";
import { labelAnswer } from "../../../tools/benchmarks/answers/label-answer.js";
import { probabilitiesAnswer } from "../../../tools/benchmarks/answers/choice-answers.js";
import { taskAnswer } from "../../../tools/benchmarks/answers/text-answers.js";
import { trajectoryAnswer } from "../../../tools/benchmarks/answers/trajectory-answer.js";
import { loadBenchmark } from "../../../tools/benchmarks/load-benchmark.js";
import { benchmarkRow } from "../../../tools/benchmarks/folder/benchmark-row.js";
import type { JsonValue } from "../../../schema/json.js";
import { madeFolder } from "./made-files.js";

const row = (label: string | string[] | null, rest = {}) =>
  benchmarkRow({ file: "f", line: 1, fields: {}, textFields: [], label, ...rest });
const answered = (pairs: readonly (readonly [string | string[], JsonValue])[]) =>
  pairs.map(([label, answer]) => ({ row: row(label), answer }));

describe("answers of mathematics", () => {
  it.each([
    ["\\dfrac{3}{4}", "0.75"],
    ["\\frac12", "1/2"],
    ["1\\frac{1}{10}", "1.1"],
    ["\\frac{\\sqrt3}{3}", "1/sqrt(3)"],
    ["14\\sqrt{15}", "\\sqrt{2940}"],
    ["(-\\infty, -2] \\cup [2, \\infty)", "[2,\\infty)\\cup(-\\infty,-2]"],
    ["2 + \\sqrt{6}, 2 - \\sqrt{6}", "2 \\pm \\sqrt{6}"],
    ["\\begin{pmatrix} 2 \\\\ -11 \\end{pmatrix}", "\\begin{pmatrix}2\\\\-11\\end{pmatrix}"],
    ["1,\\!000,\\!000", "1000000"],
    ["10{,}000", "10,000"],
    ["12\\text{ degrees}", "12^\\circ"],
    ["\\$1.25", "1.25"],
    ["75\\%", "75"],
    ["6 kg", "6000 g"],
    ["\\text{(E)}", "E"],
    ["\\mbox{Saturday}", "saturday"],
    ["x = -1", "-1"],
    ["3 - 2f(x)", "-2f(x)+3"],
  ])("%s is %s", (left, right) => {
    expect([sameMathAnswer(left, right), sameMathAnswer(right, left)]).toEqual([true, true]);
  });

  it.each([
    ["[1,2)", "[1,2]"],
    ["(1,2)", "(2,1)"],
    ["(2,1)", "2,1"],
    ["x^2-1", "(x-1)(x+1)"],
    ["\\frac{1}{3}", "0.333"],
    ["385_9", "385"],
    ["2^{2005}", "7"],
    ["\\begin{pmatrix}2\\\\-11\\end{pmatrix}", "\\begin{pmatrix}-11\\\\2\\end{pmatrix}"],
    ["1/0", "2/0"],
    [`${"(".repeat(500)}1`, "1"],
  ])("%s is not %s", (left, right) => {
    expect([sameMathAnswer(left, right), sameMathAnswer(right, left)]).toEqual([false, false]);
  });

  it("are what the last box holds, or the words of the answer", () => {
    expect(finalMathAnswer("\\boxed{1} or rather $\\boxed{\\frac{a}{b}}$.")).toBe("\\frac{a}{b}");
    expect(finalMathAnswer("So the answer is 12.\n")).toBe("12");
    expect(finalMathAnswer("steps\n#### 7")).toBe("7");
    expect(finalMathAnswer("no\nanswer at all")).toBeNull();
  });
});

describe("figures", () => {
  it("are those of hand", () => {
    const some = answered([
      ["a", "a"],
      ["a", "b"],
      ["b", "b"],
      ["b", "b"],
    ]);
    expect(macroF1(some)).toBeCloseTo((2 / 3 + 4 / 5) / 2, 12);
    expect(
      microF1(
        answered([
          [["a", "b"], ["a"]],
          [["c"], ["c", "a"]],
        ]),
      ),
    ).toBeCloseTo(4 / 6, 12);
    expect(squadExact("The  Lamp!", ["lamp"])).toBe(1);
    expect(squadF1("the red lamp", ["a lamp of Mora"])).toBeCloseTo(2 / 5, 12);
    expect(rougeL("police killed the gunman", ["the gunman police killed"])).toBeCloseTo(0.5, 12);
  });

  it("have intervals, and count what nobody could read as wrong", () => {
    const form = labelAnswer({ shown: ["text"], things: "texts", outOfScope: "oos" });
    const run = answered([
      ...Array.from({ length: 60 }, () => ["a", "a"] as const),
      ...Array.from({ length: 20 }, () => ["oos", "oos"] as const),
      ...Array.from({ length: 20 }, () => ["oos", null] as const),
    ]);
    const figures = benchmarkFigures(form, [run], 1);
    expect(figures["accuracy"]).toMatchObject({ value: 0.8, rows: 100 });
    expect(figures["out-of-scope-recall"]).toMatchObject({ value: 0.5, rows: 40 });
    expect(figures["in-scope-accuracy"]).toMatchObject({ value: 1, rows: 60 });
    expect(figures["accuracy"]!.low).toBeCloseTo(0.711, 3); // Wilson 1927
    const macro = figures["macro-f1"]!;
    expect(macro.low!).toBeLessThan(macro.value!);
    expect(macro.high!).toBeGreaterThan(macro.value!);
    const same = pairedDifference(form, [[run], [run]], 1);
    expect(same).toMatchObject({ value: 0, low: 0, high: 0, rows: 100 });
  });

  it("tell MC1 and MC2 as the paper defines them", async () => {
    const [question] = (await loadBenchmark("truthfulqa", madeFolder("truthfulqa"))).parts.test;
    const score = (answer: JsonValue) => probabilitiesAnswer.scores({ row: question!, answer });
    expect(score([0.5, 0.1, 0.3, 0.1])["mc1"]).toBe(1);
    expect(score([0.5, 0.1, 0.3, 0.1])["mc2"]).toBeCloseTo(0.6, 12);
    // A right answer that is not the best one does not help in MC1.
    expect(score([0.1, 0.6, 0.2, 0.1])["mc1"]).toBe(0);
    expect(score([0.2, 0, 0.2, 0])["mc1"]).toBe(0);
    expect(score(null)).toEqual({ mc1: 0, mc2: 0 });
    expect(probabilitiesAnswer.read([1, 0], question!)).toBeNull();
  });

  it("read the last answer of BIG-Bench Hard, an option by its letter", () => {
    const isRight = (said: string, target: string) => {
      const known = row(null, { references: [target] });
      return taskAnswer.scores({ row: known, answer: taskAnswer.read(said, known) })["exact-match"];
    };
    expect(isRight("The answer is (A)? No.\nSo the answer is (B).", "(B)")).toBe(1);
    expect(isRight("B", "(B)")).toBe(1);
    expect(isRight("So the answer is **True**.", "True")).toBe(1);
    expect(isRight("So the answer is (A).", "(B)")).toBe(0);
  });

  it("hold a way through tools to the interfaces that were offered", async () => {
    const { parts, answers } = await loadBenchmark("toolbench", madeFolder("toolbench"));
    const [recorded] = parts.test.filter(({ id }) => answers!.has(id));
    expect(
      trajectoryAnswer.scores({ row: recorded!, answer: answers!.get(recorded!.id)! }),
    ).toEqual({
      "valid-trajectory": 1,
      "pass-rate": 1,
    });
    const asked = parts.test.find(({ references }) => references.length > 0)!;
    const plan = (name: string, args: string) =>
      trajectoryAnswer.scores({ row: asked, answer: { calls: [{ name, arguments: args }] } });
    expect(plan("tides_for_harbour", '{"port":"Mora"}')).toEqual({
      "valid-trajectory": 1,
      "api-recall": 1,
    });
    expect(plan("tides_for_harbour", "{}")).toEqual({ "valid-trajectory": 0, "api-recall": 1 });
    expect(plan("tides", '{"port":"Mora"}')).toEqual({ "valid-trajectory": 0, "api-recall": 0 });
  });
});
