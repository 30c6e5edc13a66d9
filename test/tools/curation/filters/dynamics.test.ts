import { cartographyFilter } from "../../../../tools/curation/filters/cartography.js";
import { learningDynamicsFilter } from "../../../../tools/curation/filters/learning-dynamics.js";
import { maxVariabilityFilter } from "../../../../tools/curation/filters/max-variability.js";
import { mean } from "../../../../base/statistics/mean.js";
import { curationContext, labelledTexts, made, removedBy, rowsOf } from "../curation-fixture.js";

describe("learning-dynamics", () => {
  it("learns from support rows and finds the wrong labels unlearnable", async () => {
    const { rows, wrong, labels } = labelledTexts(60, { wrong: 0.1 });
    const support = labelledTexts(60, { seed: 5 }).rows.map((item) => ({
      ...item,
      id: `s-${item.id}`,
    }));
    const context = curationContext({ labels, support });
    const outcome = await made(learningDynamicsFilter, {
      confidenceThreshold: 0.35,
      keep: ["selected", "ambiguous"],
    }).apply(rows, context);
    expect(outcome.figures.source).toBe("support");
    const removed = removedBy(outcome);
    expect(removed.length).toBeGreaterThan(0);
    expect(
      removed.every((index) => wrong.has(index) && outcome.removed[index] === "unlearnable"),
    ).toBe(true);
    expect(mean([...wrong].map((index) => outcome.scores[index]!))).toBeLessThan(0.4);
    const groups = outcome.figures.groups as Record<string, number>;
    expect(groups.selected! + groups.ambiguous! + groups.unlearnable!).toBe(60);
  });

  it("learns from the rows without support, and takes no label that the support does not teach", async () => {
    const { rows, labels } = labelledTexts(30);
    expect(
      (await made(learningDynamicsFilter).apply(rows, curationContext({ labels }))).figures.source,
    ).toBe("rows");
    const support = labelledTexts(24, { seed: 5 }).rows;
    const outcome = await made(learningDynamicsFilter).apply(
      [...rows, ...rowsOf(["a goal", "a race"], ["sport", "sport"])],
      curationContext({ labels: [...labels, "sport"], support }),
    );
    expect([outcome.scores[30], outcome.scores[31], outcome.removed[30]]).toEqual([NaN, NaN, null]);
    expect(outcome.figures).toMatchObject({ notApplicable: 2, leftOut: { unknownLabel: 2 } });
  });

  it("says what keeps it from judging", async () => {
    const one = rowsOf(["a b", "c d", "e f", "g h", "i j"], ["x", "x", "x", "x", "x"]);
    for (const filter of [
      made(learningDynamicsFilter),
      made(cartographyFilter),
      made(maxVariabilityFilter),
    ]) {
      expect((await filter.apply(one, curationContext())).figures.notApplied).toMatch(
        /one class|the class "x"/,
      );
      expect(
        (
          await filter.apply(
            one.map((item) => ({ ...item, label: ["x"] })),
            curationContext({ multiLabel: true }),
          )
        ).figures.notApplied,
      ).toMatch(/multi-label/);
    }
    expect(
      (await made(learningDynamicsFilter, { source: "support" }).apply(one, curationContext()))
        .figures.notApplied,
    ).toMatch(/support rows are too few/);
  });
});

describe("many classes", () => {
  it("does not need memory for every class and feature", async () => {
    const texts = Array.from(
      { length: 240 },
      (_, index) => `topic${index % 80} ${index} is about subject${index % 80}`,
    );
    const rows = rowsOf(
      texts,
      texts.map((_text, index) => `c${index % 80}`),
    );
    expect(
      (await made(cartographyFilter, { epochs: 2 }).apply(rows, curationContext())).figures
        .notApplicable,
    ).toBe(0);
  });
});

describe("cartography", () => {
  it("takes out the hard-to-learn share, which holds the wrong labels", async () => {
    const { rows, wrong, labels } = labelledTexts(120, { wrong: 0.1 });
    const outcome = await made(cartographyFilter, { share: 0.15, epochs: 5 }).apply(
      rows,
      curationContext({ labels }),
    );
    const removed = new Set(removedBy(outcome));
    expect(removed.size).toBe(18);
    expect([...wrong].filter((index) => removed.has(index)).length).toBeGreaterThanOrEqual(10);
    const regions = outcome.figures.regions as Record<string, number>;
    expect(regions.ambiguous! + regions.easy! + regions.hard!).toBe(120);
  });

  it("keeps the ambiguous share by variability", async () => {
    const { rows, labels } = labelledTexts(60, { wrong: 0.1 });
    const outcome = await made(cartographyFilter, {
      mode: "keep-ambiguous",
      share: 0.33,
      perClass: false,
    }).apply(rows, curationContext({ labels }));
    expect(removedBy(outcome)).toHaveLength(40);
    const least = Math.min(
      ...rows.flatMap((_row, index) =>
        outcome.removed[index] === null ? [outcome.scores[index]!] : [],
      ),
    );
    for (const index of removedBy(outcome))
      expect(outcome.scores[index]!).toBeLessThanOrEqual(least);
  });
});

describe("max-variability", () => {
  it("keeps the half that varies most, judged by models that did not learn the row", async () => {
    const { rows, labels } = labelledTexts(60);
    const outcome = await made(maxVariabilityFilter, { perClass: false }).apply(
      rows,
      curationContext({ labels }),
    );
    expect(outcome.figures.source).toBe("halves");
    expect(removedBy(outcome)).toHaveLength(30);
    const support = labelledTexts(40, { seed: 3 }).rows;
    const clear = await made(maxVariabilityFilter, { keep: "clear", share: 20 }).apply(
      rows,
      curationContext({ labels, support }),
    );
    expect(clear.figures.source).toBe("support");
    expect(removedBy(clear)).toHaveLength(40);
    expect(
      clear.removed.filter((reason) => reason !== null).every((reason) => reason === "ambiguous"),
    ).toBe(true);
  });
});
