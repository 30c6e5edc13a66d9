import { krippendorffAlpha } from "../../../tools/agreement/krippendorff-alpha.js";

describe("Krippendorff's alpha", () => {
  it("is the published value for the textbook example with missing values", () => {
    // Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C: four observers,
    // twelve units, nominal data.
    const table = [
      ["1", "2", "3", "3", "2", "1", "4", "1", "2", ".", ".", "."],
      ..."1 2 3 3 2 2 4 1 2 5 . 3|. 3 3 3 2 3 4 2 2 5 1 .|1 2 3 3 2 4 4 1 2 5 1 ."
        .split("|")
        .map((line) => line.split(" ")),
    ];
    const units = table[0]!.map((_, unit) =>
      table.map((row) => row[unit]!).filter((value) => value !== "."),
    );
    expect(krippendorffAlpha(units)).toBeCloseTo(0.743, 3);
  });

  it("is 1 for full agreement, below 0 for systematic disagreement, undefined without variation", () => {
    expect(
      krippendorffAlpha([
        ["a", "a"],
        ["b", "b"],
      ]),
    ).toBe(1);
    expect(
      krippendorffAlpha([
        ["a", "b"],
        ["b", "a"],
      ])!,
    ).toBeLessThan(0);
    expect(
      krippendorffAlpha([
        ["a", "a"],
        ["a", "a"],
      ]),
    ).toBeNull();
    expect(krippendorffAlpha([["a"], []])).toBeNull();
  });
});
