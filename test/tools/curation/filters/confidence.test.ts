import { confidenceFilter } from "../../../../tools/curation/filters/confidence.js";
import { FILTERS } from "../../../../tools/curation/filters/filters.js";
import { pviFilter } from "../../../../tools/curation/filters/pvi.js";
import { mean } from "../../../../base/statistics/mean.js";
import {
  curationContext,
  labelledTexts,
  made,
  removedBy,
  row,
  rowsOf,
} from "../curation-fixture.js";

describe("confidence", () => {
  it("takes out mostly the wrong labels, with the probability of every row", async () => {
    const { rows, wrong, labels } = labelledTexts(120, { wrong: 0.1 });
    const outcome = await made(confidenceFilter).apply(rows, curationContext({ labels }));
    const removed = removedBy(outcome);
    expect(removed).toHaveLength(12);
    expect(removed.filter((index) => wrong.has(index)).length).toBeGreaterThanOrEqual(10);
    expect(outcome.scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(outcome.removed[removed[0]!]).toBe("low-confidence");
    expect(outcome.notes[removed[0]!]).toMatch(/most probable/);
  });

  it("takes the share of every class where asked, and a threshold instead of a share", async () => {
    const { rows, labels } = labelledTexts(90, { classes: 3, wrong: 0.1 });
    const context = curationContext({ labels });
    const perClass = await made(confidenceFilter, { removeShare: 0.2 }).apply(rows, context);
    for (const label of labels) {
      const of = rows.flatMap((item, index) => (item.label === label ? [index] : []));
      expect(of.filter((index) => perClass.removed[index] !== null)).toHaveLength(
        Math.round(0.2 * of.length),
      );
    }
    const below = await made(confidenceFilter, { threshold: 0.5 }).apply(rows, context);
    below.scores.forEach((score, index) => expect(below.removed[index] !== null).toBe(score < 0.5));
  });

  it("leaves rows alone that nothing can be said about, and counts them", async () => {
    const { rows } = labelledTexts(40);
    const outcome = await made(confidenceFilter).apply(
      [...rows, row("", "food"), row("no label"), row("alone", "rare"), row("alone!", "rare")],
      curationContext(),
    );
    expect([40, 41, 42, 43].map((index) => outcome.scores[index])).toEqual([NaN, NaN, NaN, NaN]);
    expect([40, 41, 42, 43].map((index) => outcome.removed[index])).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(outcome.figures).toMatchObject({
      notApplicable: 4,
      leftOut: { blank: 1, unlabelled: 1, rareClass: 2, unknownLabel: 0 },
    });
  });

  it.each([
    [
      "one class",
      rowsOf(["a b", "c d", "e f", "g h", "i j"], ["x", "x", "x", "x", "x"]),
      /one|class/,
    ],
    ["identical texts", rowsOf(["same", "same", "same", "same"], ["x", "y", "x", "y"]), /too few/],
    ["nothing but blanks", rowsOf(["", " ", "\n"], ["x", "y", "x"]), /too few/],
    ["no rows", [], /too few/],
  ])("removes nothing and says why: %s", async (_name, rows, note) => {
    for (const filter of [made(confidenceFilter), made(pviFilter)]) {
      const outcome = await filter.apply(rows, curationContext());
      expect(removedBy(outcome)).toEqual([]);
      expect(String(outcome.figures.notApplied)).toMatch(note);
    }
  });

  it("says so where classes are too many for memory, or none has two texts", async () => {
    const rows = Array.from({ length: 20_002 }, (_, index) =>
      row(`text ${index}`, `class ${index >> 1}`),
    );
    expect(
      (await made(confidenceFilter).apply(rows, curationContext())).figures.notApplied,
    ).toMatch(/10001 classes do not fit in memory/);
    const single = rows.map((item, index) => ({ ...item, label: `class ${index}` }));
    expect((await made(pviFilter).apply(single, curationContext())).figures).toMatchObject({
      notApplied: expect.stringMatching(/too few/) as string,
      leftOut: { rareClass: 20_002 },
    });
  });

  it("manages with fewer rows than folds, and with a text of 200 kB", async () => {
    const rows = rowsOf(
      ["good food here", "bad food there", "good soup", "bad soup " + "terrible ".repeat(22_000)],
      ["yes", "no", "yes", "no"],
    );
    const outcome = await made(confidenceFilter, { folds: 50 }).apply(rows, curationContext());
    expect(outcome.scores.every((score) => score >= 0 && score <= 1)).toBe(true);
  });

  it("refuses an unknown setting and names the nearest, and a number out of range", async () => {
    const choose = (settings: object) => FILTERS.choose({ name: "confidence", ...settings }, []);
    await expect(choose({ treshold: 0.5 })).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/treshold.*did you mean "threshold"/),
    });
    await expect(choose({ threshold: 2 })).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/threshold.*at most 1/),
    });
  });

  it("refuses weights that are not numbers", async () => {
    const { rows } = labelledTexts(20);
    await expect(
      made(confidenceFilter).apply(
        [{ ...rows[0]!, weight: NaN }, ...rows.slice(1)],
        curationContext(),
      ),
    ).rejects.toMatchObject({ code: "SHAPE" });
  });

  it("works on multi-label rows", async () => {
    const { rows } = labelledTexts(40);
    const several = rows.map((item, index) => ({
      ...item,
      label: index % 5 === 0 ? ["food", "travel"] : [String(item.label)],
      text: index % 5 === 0 ? `${item.text} soup train` : item.text,
    }));
    const outcome = await made(confidenceFilter).apply(
      several,
      curationContext({ labels: ["food", "travel"], multiLabel: true }),
    );
    expect(outcome.figures.notApplicable).toBe(0);
  });
});

describe("pvi", () => {
  it("is the log ratio of probability with and without the text, kept from its class's mean", async () => {
    const { rows, wrong, labels } = labelledTexts(100, { wrong: 0.1 });
    const context = curationContext({ labels });
    const [pvi, confidence] = [
      await made(pviFilter).apply(rows, context),
      await made(confidenceFilter).apply(rows, context),
    ];
    const ofClass = rows.flatMap((item, index) => (item.label === "food" ? [index] : []));
    const prior = (ofClass.length - 1) / 99;
    for (const index of ofClass)
      expect(pvi.scores[index]).toBeCloseTo(Math.log2(confidence.scores[index]! / prior), 9);
    const average = mean(ofClass.map((index) => pvi.scores[index]!));
    expect((pvi.figures.thresholds as Record<string, number>).food).toBeCloseTo(average, 9);
    for (const index of ofClass)
      expect(pvi.removed[index] !== null).toBe(pvi.scores[index]! < average);
    expect([...wrong].every((index) => pvi.removed[index] === "low-pvi")).toBe(true);
  });
});
