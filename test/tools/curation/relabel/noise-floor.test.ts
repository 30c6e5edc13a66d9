import { noiseFloor } from "../../../../tools/curation/relabel/noise-floor.js";

describe("the noise floor", () => {
  it("counts disagreement where the prediction is sure, not where rows are hard", () => {
    const sure = Array.from({ length: 50 }, () => [0.98, 0.02]);
    const hard = Array.from({ length: 50 }, () => [0.55, 0.45]);
    const labels = [
      ...Array.from({ length: 50 }, (_, index) => (index < 5 ? 1 : 0)),
      ...Array.from({ length: 50 }, (_, index) => index % 2),
    ];
    expect(noiseFloor([...sure, ...hard], labels)).toBeCloseTo(0.1, 12);
    expect(
      noiseFloor(
        [...sure, ...hard],
        labels.map((label, index) => (index < 50 ? 0 : label)),
      ),
    ).toBe(0);
    expect(noiseFloor([], [])).toBe(0);
  });
});
