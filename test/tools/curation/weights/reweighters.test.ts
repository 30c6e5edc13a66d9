import type { CurationRow } from "../../../../tools/curation/contract.js";
import { REWEIGHTERS } from "../../../../tools/curation/weights/reweighters.js";
import { curationContext, labelledTexts, row, rowsOf } from "../curation-fixture.js";

const names = REWEIGHTERS.names;
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const weigh = async (
  name: string,
  rows: readonly CurationRow[],
  context: Parameters<typeof curationContext>[0] = {},
  settings: object = {},
) =>
  (await REWEIGHTERS.choose({ name, ...settings }, [])).value.weigh(rows, curationContext(context));
const quick: Record<string, object> = {
  sungen: { rounds: 3, innerPasses: 2 },
  fewgen: { passes: 1 },
  "gold-gradient": { rounds: 2 },
};

describe("the table of reweighters", () => {
  it("names the nearest one for a wrong name, and the nearest setting for a wrong setting", async () => {
    await expect(REWEIGHTERS.choose("sungenn", [])).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("sungen"),
    });
    await expect(REWEIGHTERS.choose({ name: "sungen", roundz: 3 }, [])).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("rounds"),
    });
  });

  it.each(names)("%s gives weights >= 0 of mean 1, the same for the same seed", async (name) => {
    const { rows, labels } = labelledTexts(40);
    const support = labelledTexts(8, { seed: 9 }).rows;
    const runs = [
      await weigh(name, rows, { labels, support }, quick[name]),
      await weigh(name, rows, { labels, support }, quick[name]),
    ];
    expect(mean(runs[0]!.weights)).toBeCloseTo(1, 9);
    expect(runs[0]!.weights.every((weight) => weight >= 0 && weight < Infinity)).toBe(true);
    expect(runs[1]!.weights).toEqual(runs[0]!.weights);
  });

  it.each(names)(
    "%s survives rows that say nothing: empty or equal texts, no, one or unknown labels",
    async (name) => {
      const support = labelledTexts(6).rows;
      const labels = ["food", "travel"];
      for (const rows of [
        rowsOf(["", " ", ""], ["food", "travel", "food"]),
        rowsOf(["a b", "c d", "e f", "g h"]),
        rowsOf(["a b", "c d", "e f", "g h"], ["food", "food", "food", "food"]),
        rowsOf(["same", "same", "same", "same"], ["food", "travel", "food", "travel"]),
        rowsOf(["a", "b", "c", "d"], ["x", "y", "x", "y"]),
        [],
      ]) {
        const { weights } = await weigh(name, rows, { labels, support }, quick[name]);
        expect(weights).toHaveLength(rows.length);
        for (const weight of weights) expect(weight).toBeGreaterThanOrEqual(0);
        if (rows.length > 0) expect(mean(weights)).toBeCloseTo(1, 9);
      }
    },
  );

  it.each(["fewgen", "gold-gradient", "density-ratio"])(
    "%s says that it needs trusted rows",
    async (name) => {
      await expect(
        weigh(name, labelledTexts(20).rows, { labels: ["food", "travel"] }),
      ).rejects.toMatchObject({
        code: "TRAINING_DATA",
        message: expect.stringContaining("trusted rows"),
      });
    },
  );
});

describe("what the weights say", () => {
  const { rows, wrong, labels } = labelledTexts(120, { wrong: 0.15 });
  const averages = (weights: Float64Array): { right: number; wrong: number } => ({
    right: mean(weights.filter((_weight, index) => !wrong.has(index))),
    wrong: mean(weights.filter((_weight, index) => wrong.has(index))),
  });

  it("sungen gives wrong labels less weight without gold", async () => {
    const { weights } = await weigh("sungen", rows, { labels }, { rounds: 20, innerPasses: 6 });
    const found = averages(weights);
    expect(found.wrong).toBeLessThan(found.right * 0.7);
  });

  it.each(["gold-gradient", "fewgen"])(
    "%s gives wrong labels less weight by a few trusted rows",
    async (name) => {
      const support = labelledTexts(20, { seed: 9 }).rows;
      const found = averages(
        (
          await weigh(
            name,
            rows,
            { labels, support },
            name === "fewgen" ? { passes: 10, batch: 16 } : {},
          )
        ).weights,
      );
      expect(found.wrong).toBeLessThan(found.right * 0.7);
    },
  );

  it("class-balance gives every class the same sum, in the weights the rows came with", async () => {
    const skewed = [...rowsOf(["a", "b", "c", "d", "e", "f"], ["x", "x", "x", "x", "x", "y"])].map(
      (item, index) => ({ ...item, weight: index === 0 ? 3 : 1 }),
    );
    const { weights } = await weigh("class-balance", skewed, { labels: ["x", "y"] });
    const sum = (label: string): number =>
      weights.reduce(
        (total, weight, index) => total + (skewed[index]!.label === label ? weight : 0),
        0,
      );
    expect(sum("x")).toBeCloseTo(sum("y"), 9);
    expect(weights[0]! / weights[1]!).toBeCloseTo(3, 9);
  });

  it("class-balance takes the mean over a row's labels", async () => {
    const { weights } = await weigh(
      "class-balance",
      [row("a", ["x"]), row("b", ["x"]), row("c", ["x", "y"])],
      { multiLabel: true, labels: ["x", "y"] },
    );
    expect(weights[2]).toBeGreaterThan(weights[0]!);
    expect(weights[0]).toBeCloseTo(weights[1]!, 12);
  });

  it("density-ratio favours rows that look like the reference, and clips", async () => {
    const food = labelledTexts(60)
      .rows.filter((item) => item.label === "food")
      .map((item) => item.text);
    const { rows: mixed } = labelledTexts(60, { seed: 5 });
    const { weights } = await weigh("density-ratio", mixed, {}, { reference: food, clip: 4 });
    const of = (label: string): number =>
      mean(weights.filter((_weight, index) => mixed[index]!.label === label));
    expect(of("food")).toBeGreaterThan(1.15 * of("travel"));
    expect(Math.max(...weights) / Math.min(...weights)).toBeLessThanOrEqual(16.0001);
  });

  it("stops where the caller wants to", async () => {
    await expect(
      weigh("sungen", rows, { labels, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: "INTERRUPTED" });
  });

  it("leaves rows of several labels as they are and says why", async () => {
    const sets = rows.map((item) => ({ ...item, label: [String(item.label)] }));
    const { weights, figures } = await weigh("sungen", sets, { labels, multiLabel: true });
    expect(new Set(weights)).toEqual(new Set([1]));
    expect(figures.notApplied).toContain("one label per row");
  });
});
