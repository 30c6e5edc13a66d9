import fc from "fast-check";
import { areaUnderCurve } from "../../../tools/agreement/area-under-curve.js";
import { classificationAgreement } from "../../../tools/agreement/classification-agreement.js";
import { cohenKappa } from "../../../tools/agreement/cohen-kappa.js";
import { kendallTauB, pearson, spearman } from "../../../tools/agreement/correlation.js";
import { fleissKappa } from "../../../tools/agreement/fleiss-kappa.js";
import { krippendorffAlpha } from "../../../tools/agreement/krippendorff-alpha.js";
import { reliability } from "../../../tools/agreement/reliability.js";

const SHAPE = expect.objectContaining({ code: "SHAPE" });

describe("agreement", () => {
  it("is Cohen's kappa of the textbook's 50 grant proposals", () => {
    const pairs = [
      ...Array.from({ length: 20 }, () => ["yes", "yes"]),
      ...Array.from({ length: 5 }, () => ["yes", "no"]),
      ...Array.from({ length: 10 }, () => ["no", "yes"]),
      ...Array.from({ length: 15 }, () => ["no", "no"]),
    ];
    expect(
      cohenKappa(
        pairs.map(([a]) => a!),
        pairs.map(([, b]) => b!),
      ),
    ).toBeCloseTo(0.4, 12);
    expect(cohenKappa([true, true], [true, true])).toBeNull();
    expect(cohenKappa([], [])).toBeNull();
    expect(() => cohenKappa(["a"], ["a", "b"])).toThrow(SHAPE);
  });

  it("is Fleiss's kappa of ten items and fourteen raters", () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    expect(fleissKappa(counts)).toBeCloseTo(0.20993, 5);
    expect(fleissKappa([[3, 0]])).toBeNull();
    for (const wrong of [
      [],
      [[1, 0]],
      [
        [2, 1],
        [2, 2],
      ],
      [[1.5, 0.5]],
      [[3, -1]],
      [[2, 0], [2]],
    ])
      expect(() => fleissKappa(wrong)).toThrow(SHAPE);
  });

  it("is Krippendorff's alpha at each level of the textbook's twelve units", () => {
    const table = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
      [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
    ];
    const units = table[0]!.map((_, unit) => table.map((row) => row[unit]!));
    const alpha = { nominal: 0.743, ordinal: 0.815, interval: 0.849, ratio: 0.797 } as const;
    for (const [level, value] of Object.entries(alpha))
      expect(krippendorffAlpha(units, { level: level as keyof typeof alpha })).toBeCloseTo(
        value,
        3,
      );
    expect(() => krippendorffAlpha([["a", "b"]], { level: "interval" })).toThrow(SHAPE);
  });

  it("correlates as the definitions say, ties and all", () => {
    // Kendall (1970), rank correlation methods: tau-b 0.4714 by hand: 8 concordant, 2 discordant …
    expect(kendallTauB([1, 2, 3, 4, 5], [3, 4, 1, 2, 5])).toBeCloseTo(0.2, 12);
    expect(kendallTauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.47140452079103173, 12);
    expect(
      spearman(
        [106, 86, 100, 101, 99, 103, 97, 113, 112, 110],
        [7, 0, 27, 50, 28, 29, 20, 12, 6, 17],
      ),
    ).toBeCloseTo(-29 / 165, 12);
    expect(pearson([1, 2, 3], [2, 4, 7])).toBeCloseTo(0.9933992677987828, 12);
    expect(pearson([1, 1], [2, 3])).toBeNull();
    for (const correlation of [kendallTauB, spearman, pearson]) {
      expect(() => correlation([1, NaN], [1, 2])).toThrow(SHAPE);
      expect(() => correlation([], [])).toThrow(SHAPE);
    }
  });

  it("counts tau-b as all pairs do", () => {
    const values = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
      {
        minLength: 2,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(values, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        let [difference, inX, inY] = [0, 0, 0];
        for (const [i, a] of pairs.entries())
          for (const b of pairs.slice(i + 1)) {
            const [dx, dy] = [Math.sign(a[0] - b[0]), Math.sign(a[1] - b[1])];
            difference += dx * dy;
            inX += dx * dx;
            inY += dy * dy;
          }
        const tau = kendallTauB(x, y);
        if (inX === 0 || inY === 0) expect(tau).toBeNull();
        else expect(tau).toBeCloseTo(difference / Math.sqrt(inX * inY), 12);
      }),
    );
  });

  it("tells an answer that could not be read from people's names", () => {
    const figures = classificationAgreement(["a", "a", "b", "garbage"], ["a", "b", "b", "a"]);
    expect(figures).toMatchObject({
      accuracy: 0.5,
      outside: 1,
      macroPrecision: 0.75,
      macroRecall: 0.5,
    });
    expect(figures.byName["a"]).toMatchObject({ precision: 0.5, recall: 0.5, items: 2 });
  });

  it("measures ranking and calibration", () => {
    expect(areaUnderCurve([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBe(0.75);
    expect(areaUnderCurve([1, 1], [true, false])).toBe(0.5);
    expect(areaUnderCurve([1, 2], [true, true])).toBeNull();
    const { bins, expectedCalibrationError, brier } = reliability(
      [0.95, 0.95, 0.15, 0.15],
      [true, false, false, false],
    );
    expect(expectedCalibrationError).toBeCloseTo(0.3, 12);
    expect(brier).toBeCloseTo((0.05 ** 2 + 0.95 ** 2 + 2 * 0.15 ** 2) / 4, 12);
    expect(bins[9]).toEqual({ from: 0.9, to: 1, items: 2, said: 0.95, true: 0.5 });
    expect(bins[5]).toMatchObject({ items: 0, said: null, true: null });
    expect(() => reliability([1.2], [true])).toThrow(SHAPE);
  });
});
