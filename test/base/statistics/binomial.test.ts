import fc from "fast-check";
import { binomialBelow } from "../../../base/statistics/binomial.js";

describe("binomialBelow", () => {
  it("is the share of all outcomes with fewer successes", () => {
    const inputs = fc.record({
      trials: fc.integer({ min: 0, max: 10 }),
      limit: fc.nat(11),
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(inputs, ({ trials, limit, probability }) => {
        let sum = 0;
        for (let outcome = 0; outcome < 2 ** trials; outcome++) {
          const successes = outcome.toString(2).replace(/0/gu, "").length;
          if (successes < limit)
            sum += probability ** successes * (1 - probability) ** (trials - successes);
        }
        return Math.abs(binomialBelow(limit, { trials, probability }) - sum) < 1e-9;
      }),
    );
  });

  it("falls as trials are added, and does not underflow for many of them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.nat(3000),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (limit, trials, probability) => {
          const [fewer, more] = [
            binomialBelow(limit, { trials, probability }),
            binomialBelow(limit, { trials: trials + 1, probability }),
          ];
          return more <= fewer + 1e-9;
        },
      ),
    );
    expect(binomialBelow(50_000, { trials: 100_000, probability: 0.5 })).toBeCloseTo(0.4987, 3);
  });

  it("refuses what is no distribution", () => {
    for (const wrong of [
      { trials: -1, probability: 0.5 },
      { trials: 2, probability: 1.1 },
      { trials: 2, probability: Number.NaN },
    ]) {
      expect(() => binomialBelow(1, wrong)).toThrow(expect.objectContaining({ code: "SHAPE" }));
    }
  });
});
