import {
  armDifference,
  armScore,
  mcNemar,
} from "../../../tools/evaluation/downstream/arm-scores.js";
import { confusionsOf, nextOrders } from "../../../tools/evaluation/downstream/confusions.js";
import { curveArms, trainingArms } from "../../../tools/evaluation/downstream/training-arms.js";
import type { EvaluatedRow } from "../../../tools/evaluation/contract.js";

const row = (text: string, label: string): EvaluatedRow => ({
  id: text,
  text,
  fields: { text },
  label,
  weight: 1,
  line: null,
  conditions: {},
});
const one = (key: string): readonly string[] => [key];

describe("armScore and armDifference", () => {
  const truth = ["a", "a", "a", "b", "b", "c"];
  const first = { size: 9, bySeed: [["a", "a", "b", "b", "b", "a"]] };
  const second = { size: 9, bySeed: [["b", "b", "b", "b", "a", "a"]] };

  it("counts accuracy and the scores of each class", () => {
    const score = armScore(first, truth, one);
    expect(score.accuracy).toBeCloseTo(4 / 6, 12);
    expect(score.byClass["a"]).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, rows: 3 });
    expect(score.byClass["b"]).toEqual({ precision: 2 / 3, recall: 1, f1: 0.8, rows: 2 });
    expect(score.byClass["c"]).toEqual({ precision: null, recall: 0, f1: 0, rows: 1 });
    expect(score.macroF1).toBeCloseTo((2 / 3 + 0.8) / 3, 12);
  });

  it("pairs the rows", async () => {
    const found = await armDifference(first, second, { truth, seed: 1 });
    expect(found).toMatchObject({ onlyFirst: 3, onlySecond: 0 });
    expect(found.probability).toBeCloseTo(0.25, 12);
    expect(found.difference).toBeCloseTo(0.5, 12);
    expect(found.low).toBeLessThan(0.5);
    expect(found.high).toBeGreaterThan(0.5);
    expect(await armDifference(first, first, { truth, seed: 1 })).toMatchObject({
      difference: 0,
      low: 0,
      high: 0,
      probability: 1,
    });
  });

  it("has the exact p-values of the sign test", () => {
    expect(mcNemar(0, 0)).toBe(1);
    expect(mcNemar(5, 5)).toBe(1);
    // 2 * (1 + 10 + 45) / 1024, as tables of the binomial have it.
    expect(mcNemar(2, 8)).toBeCloseTo(112 / 1024, 12);
    expect(mcNemar(8, 2)).toBe(mcNemar(2, 8));
  });
});

describe("confusions and what to write next", () => {
  it("puts those first that only training on the dataset makes, with words of real training rows", () => {
    const truth = ["spam", "spam", "spam", "ham", "ham", "news"];
    const synthetic = ["ham", "ham", "spam", "spam", "ham", "ham"];
    const real = ["spam", "spam", "spam", "spam", "ham", "ham"];
    const confusions = confusionsOf(truth, synthetic, real);
    expect(confusions[0]).toEqual({
      label: "spam",
      takenFor: "ham",
      rows: 2,
      onlySynthetic: 2,
      of: 3,
    });
    const orders = nextOrders(confusions, {
      rows: [row("win a prize", "spam"), row("see you", "ham")],
      real: [row("free voucher", "spam"), row("claim voucher now", "spam"), row("voucher", "ham")],
      testLabels: new Map([
        ["spam", 3],
        ["ham", 2],
        ["news", 1],
      ]),
    });
    expect(orders.map(({ label, insteadOf }) => [label, insteadOf])).toEqual([
      ["news", null],
      ["spam", "ham"],
    ]);
    expect(orders[1]!.words).toEqual(["voucher"]);
  });
});

describe("trainingArms", () => {
  const rows = (count: number, label: string): EvaluatedRow[] =>
    Array.from({ length: count }, (_, at) => row(`${label} ${at}`, label));
  it("compares at full and at equal size, and draws smaller sets by seed", () => {
    const arms = trainingArms(rows(50, "a"), rows(30, "b"));
    expect(arms.map(({ name, size }) => [name, size])).toEqual([
      ["synthetic", 50],
      ["real", 30],
      ["mixed", 80],
      ["syntheticEqual", 30],
    ]);
    const equal = arms[3]!;
    expect(equal.rowsOf(1)).toEqual(equal.rowsOf(1));
    expect(equal.rowsOf(1)).not.toEqual(equal.rowsOf(2));
    expect(curveArms("real", rows(200, "a")).map(({ size }) => size)).toEqual([25, 50, 100]);
  });
});
