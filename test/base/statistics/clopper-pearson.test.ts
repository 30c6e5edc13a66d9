import { clopperPearson } from "../../../base/statistics/clopper-pearson.js";

/** P(X = k), by products: independent of how the code sums. */
function chance(k: number, n: number, p: number): number {
  let value = 1;
  for (let at = 0; at < k; at++) value *= ((n - at) / (k - at)) * p;
  return value * (1 - p) ** (n - k);
}
function sum(from: number, to: number, [n, p]: readonly [number, number]): number {
  let total = 0;
  for (let k = from; k <= to; k++) total += chance(k, n, p);
  return total;
}

describe("clopperPearson", () => {
  it("is the published interval, and the exact binomial sum at its ends", () => {
    // Newcombe (1998), table I, method 5: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for (const [successes, trials, low, high] of [
      [81, 263, 0.2527, 0.3676],
      [15, 148, 0.0578, 0.1617],
      [0, 20, 0, 0.1684],
      [1, 29, 0.0009, 0.1776],
    ] as const) {
      const found = clopperPearson({ successes, trials, confidence: 0.95 });
      expect(found.low).toBeCloseTo(low, 4);
      expect(found.high).toBeCloseTo(high, 4);
      if (successes > 0)
        expect(Math.abs(sum(successes, trials, [trials, found.low]) - 0.025)).toBeLessThan(1e-9);
      expect(Math.abs(sum(0, successes, [trials, found.high]) - 0.025)).toBeLessThan(1e-9);
    }
    const sure = clopperPearson({ successes: 190, trials: 200, confidence: 0.999999 });
    expect(sum(190, 200, [200, sure.low])).toBeCloseTo(5e-7, 12);
  });

  it("holds the true share at least as often as it says, at every share", () => {
    for (const confidence of [0.8, 0.95]) {
      const intervals = Array.from({ length: 31 }, (_, successes) =>
        clopperPearson({ successes, trials: 30, confidence }),
      );
      for (let p = 0.005; p < 1; p += 0.005) {
        const held = intervals.reduce(
          (total, { low, high }, k) => (low <= p && p <= high ? total + chance(k, 30, p) : total),
          0,
        );
        expect(held).toBeGreaterThanOrEqual(confidence);
      }
    }
  });

  it("says nothing of nothing, and refuses what is no proportion", () => {
    expect(clopperPearson({ successes: 0, trials: 0 })).toEqual({ low: 0, high: 1 });
    for (const wrong of [
      { successes: 3, trials: 2 },
      { successes: -1, trials: 2 },
      { successes: 0.5, trials: 2 },
      { successes: NaN, trials: 2 },
      { successes: 1, trials: 2, confidence: 1 },
      { successes: 1, trials: 2, confidence: NaN },
    ])
      expect(() => clopperPearson(wrong)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});
