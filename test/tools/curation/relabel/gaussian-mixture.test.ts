import { fitGaussianMixture } from "../../../../tools/curation/relabel/gaussian-mixture.js";
import { Random } from "../../../../base/statistics/random.js";

describe("the mixture of two normal distributions", () => {
  it("tells two groups of losses apart", () => {
    const random = new Random(1);
    const values = Float64Array.from(
      { length: 200 },
      (_, index) => (index < 160 ? 0.1 : 0.8) + 0.05 * random.normal(),
    );
    const { lower, means } = fitGaussianMixture(values);
    expect(means[0]).toBeCloseTo(0.1, 1);
    expect(means[1]).toBeCloseTo(0.8, 1);
    expect(lower.slice(0, 160).every((value) => value > 0.7)).toBe(true);
    expect(lower.slice(160).every((value) => value < 0.3)).toBe(true);
  });

  it("finds equal values clean, and gives a probability for every value", () => {
    expect([...fitGaussianMixture(Float64Array.of(0.3, 0.3, 0.3)).lower]).toEqual([1, 1, 1]);
    expect(
      [...fitGaussianMixture(Float64Array.of(0, 1, 1, 0.5)).lower].every(
        (value) => value >= 0 && value <= 1,
      ),
    ).toBe(true);
    expect(fitGaussianMixture(new Float64Array(0)).lower).toHaveLength(0);
  });
});
