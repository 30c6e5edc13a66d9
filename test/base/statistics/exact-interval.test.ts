import { binomialBelow } from "../../../base/statistics/binomial.js";
import { exactInterval } from "../../../base/statistics/exact-interval.js";

describe("exactInterval", () => {
  it("is that of the tables", () => {
    const { lower, upper } = exactInterval(7, 20);
    expect(lower).toBeCloseTo(0.1539, 4);
    expect(upper).toBeCloseTo(0.5922, 4);
    expect(exactInterval(0, 10)).toEqual({ lower: 0, upper: expect.closeTo(0.3085, 4) });
    expect(exactInterval(10, 10)).toEqual({ lower: expect.closeTo(0.6915, 4), upper: 1 });
    expect(exactInterval(0, 0)).toEqual({ lower: 0, upper: 1 });
    expect(() => exactInterval(3, 2)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });

  it("holds the true share at least 19 times of 20, at any share", () => {
    for (const probability of [0.01, 0.05, 0.1, 0.214, 0.5, 0.9]) {
      const trials = 20;
      let held = 0;
      for (let successes = 0; successes <= trials; successes++) {
        const { lower, upper } = exactInterval(successes, trials);
        if (lower > probability || upper < probability) continue;
        held +=
          binomialBelow(successes + 1, { trials, probability }) -
          binomialBelow(successes, { trials, probability });
      }
      expect(held).toBeGreaterThanOrEqual(0.95);
    }
  });
});
