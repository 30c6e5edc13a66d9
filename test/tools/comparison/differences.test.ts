import { Random } from "../../../base/statistics/random.js";
import { distributionDifference } from "../../../tools/comparison/distribution-difference.js";
import { meanDifference, ratioDifference } from "../../../tools/comparison/mean-difference.js";
import {
  fisherExact,
  proportionDifference,
} from "../../../tools/comparison/proportion-difference.js";
import { setDifference } from "../../../tools/comparison/set-difference.js";

describe("proportionDifference", () => {
  it("is Newcombe's interval and Fisher's exact test", () => {
    // Newcombe (1998b), table II (a): 56 of 70 and 48 of 80.
    const found = proportionDifference(
      { successes: 48, trials: 80 },
      { successes: 56, trials: 70 },
    )!;
    expect(found.difference).toBeCloseTo(0.2, 12);
    expect(found.low).toBeCloseTo(0.0524, 4);
    expect(found.high).toBeCloseTo(0.3339, 4);
    // Fisher's tea: 3 of 4 cups against 1 of 4.
    const tea = fisherExact({ successes: 3, trials: 4 }, { successes: 1, trials: 4 });
    expect(tea).toBeCloseTo(34 / 70, 12);
    expect(fisherExact({ successes: 0, trials: 9 }, { successes: 0, trials: 4 })).toBeCloseTo(1, 9);
    expect(proportionDifference({ successes: 0, trials: 0 }, { successes: 1, trials: 1 })).toBe(
      null,
    );
  });
});

describe("meanDifference", () => {
  it("is Welch's test", () => {
    // Standard error 1.5811 at 5.88 degrees of freedom, of which 5 count: t = 1.897, 95 % 2.5706.
    const found = meanDifference([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])!;
    expect(found).toMatchObject({ first: 3, second: 6, difference: 3, method: "Welch" });
    expect(found.low).toBeCloseTo(3 - 2.5706 * 1.5811, 3);
    expect(found.high).toBeCloseTo(3 + 2.5706 * 1.5811, 3);
    expect(found.probability).toBeCloseTo(0.116, 3);
    expect(meanDifference([1], [2, 3])).toBe(null);
  });
});

describe("ratioDifference", () => {
  it("is the cost of an accepted row, with what is paid beside the drafts", () => {
    const drafts = (cost: number, every: number) => ({
      costs: Array.from({ length: 60 }, (_, at) => cost + (at % 3)),
      accepted: Array.from({ length: 60 }, (_, at) => (at % every === 0 ? 1 : 0)),
      beside: 30,
    });
    const found = ratioDifference(drafts(9, 2), drafts(9, 1))!;
    expect(found.first).toBeCloseTo((60 * 10 + 30) / 30, 9);
    expect(found.second).toBeCloseTo((60 * 10 + 30) / 60, 9);
    expect(found.probability).toBeLessThan(0.001);
    expect(ratioDifference(drafts(9, 2), { ...drafts(9, 1), accepted: [0, 0] })).toBe(null);
  });
});

describe("setDifference", () => {
  const world = (random: Random, vocabulary: number): number[][] =>
    Array.from({ length: 60 }, () => Array.from({ length: 8 }, () => random.integer(vocabulary)));
  const compared = (a: readonly number[][], b: readonly number[][], seed: number) =>
    setDifference(
      [a.length, b.length],
      (set, rows) => new Set(rows.flatMap((row) => (set === 0 ? a : b)[row]!)).size,
      { seed, most: 1000 },
    )!;

  it("finds another vocabulary, and seldom one where there is none", () => {
    let claimed = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = new Random(seed);
      const { probability } = compared(world(random, 300), world(random, 300), seed);
      if (probability <= 0.05) claimed++;
    }
    expect(claimed).toBeLessThanOrEqual(7);
    const random = new Random(1);
    const found = compared(world(random, 150), world(random, 300), 1);
    expect(found.probability).toBeLessThan(0.001);
    expect(found).toMatchObject({ rows: 60, method: "random halves" });
    expect(setDifference([19, 60], () => 0, { seed: 1, most: 1000 })).toBe(null);
  });
});

describe("distributionDifference", () => {
  it("finds another distribution, and names what changed most", () => {
    const names = (a: number, b: number): string[] => [
      ...Array<string>(a).fill("a"),
      ...Array<string>(b).fill("b"),
      ...Array<string>(10).fill("c"),
    ];
    const far = distributionDifference(names(70, 20), names(20, 70), 1)!;
    expect(far.distance).toBeCloseTo(0.5, 9);
    expect(far.probability).toBeLessThan(0.001);
    expect(far.most).toEqual({ name: "a", first: 0.7, second: 0.2 });
    expect(distributionDifference(names(45, 45), names(44, 46), 1)!.probability).toBeGreaterThan(
      0.5,
    );
    expect(distributionDifference([], ["a"], 1)).toBe(null);
  });
});
