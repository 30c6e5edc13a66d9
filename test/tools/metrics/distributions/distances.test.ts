import fc from "fast-check";
import { chao1 } from "../../../../tools/metrics/distributions/chao1.js";
import { distributionDistance } from "../../../../tools/metrics/distributions/distribution-distance.js";
import { lengthDistance } from "../../../../tools/metrics/distributions/length-distance.js";

describe("distributionDistance", () => {
  it("is worked out by hand", () => {
    const [a, b] = [
      new Map([
        ["x", 3],
        ["y", 1],
      ]),
      new Map([
        ["x", 1],
        ["z", 1],
      ]),
    ];
    const found = distributionDistance(a, b)!;
    // Shares .75 .25 0 and .5 0 .5.
    expect(found.totalVariation).toBeCloseTo(0.5, 12);
    const divergence = (p: number[], q: number[]): number =>
      p.reduce((sum, share, at) => sum + (share === 0 ? 0 : share * Math.log2(share / q[at]!)), 0);
    const middle = [0.625, 0.125, 0.25];
    expect(found.jensenShannon).toBeCloseTo(
      (divergence([0.75, 0.25, 0], middle) + divergence([0.5, 0, 0.5], middle)) / 2,
      12,
    );
    expect(distributionDistance(a, a)).toEqual({ totalVariation: 0, jensenShannon: 0 });
    expect(distributionDistance(new Map([["x", 1]]), new Map([["y", 1]]))).toEqual({
      totalVariation: 1,
      jensenShannon: 1,
    });
    expect(distributionDistance(a, new Map())).toBeNull();
  });
});

describe("lengthDistance", () => {
  it("is what lengths must move, and the largest gap of the shares", () => {
    expect(lengthDistance([1, 2, 3], [3, 1, 2])).toEqual({ wasserstein: 0, kolmogorovSmirnov: 0 });
    expect(lengthDistance([0, 1, 3], [5, 6, 8])).toMatchObject({ kolmogorovSmirnov: 1 });
    expect(lengthDistance([0, 1, 3], [5, 6, 8])!.wasserstein).toBeCloseTo(5, 12);
    expect(lengthDistance([1, 3], [1, 1, 3, 9])!.wasserstein).toBeCloseTo(1.5, 12);
    expect(lengthDistance([], [1])).toBeNull();
  });
  it("moves with a shift", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 9 }),
        (lengths, shift) => {
          const moved = lengths.map((length) => length + shift);
          expect(lengthDistance(lengths, moved)!.wasserstein).toBeCloseTo(shift, 9);
        },
      ),
    );
  });
});

describe("chao1", () => {
  it("is the bias-corrected estimate", () => {
    // 5 kinds, 2 seen once, 1 seen twice: 5 + 2 * 1 / (2 * 2).
    expect(chao1([1, 1, 2, 4, 9, 0])).toBe(5.5);
    expect(chao1([])).toBe(0);
  });
});
