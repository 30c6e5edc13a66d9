import fc from "fast-check";
import { Random } from "../../../base/statistics/random.js";

const draws = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

describe("Random", () => {
  it("gives the same numbers for the same seed, on every platform", () => {
    expect(draws(new Random("seed"), 5)).toEqual(draws(new Random("seed"), 5));
    expect(draws(new Random("seed"), 5)).not.toEqual(draws(new Random("seeds"), 5));
    expect(draws(new Random(1), 3)).not.toEqual(draws(new Random("1"), 3));
    const golden = new Random("golden");
    expect([1, 2, 3].map(() => golden.integer(1_000_000))).toEqual([36676, 49209, 391076]);
  });

  it("derives streams from keys, whatever was drawn before", () => {
    const fresh = new Random("run");
    const used = new Random("run");
    draws(used, 100);
    expect(draws(used.derive("order", 3), 4)).toEqual(draws(fresh.derive("order", 3), 4));
    expect(draws(fresh.derive("a", "bc"), 2)).not.toEqual(draws(fresh.derive("ab", "c"), 2));
    expect(draws(fresh.derive("a").derive("b"), 2)).not.toEqual(draws(fresh.derive("a", "b"), 2));
  });

  it("is uniform: ten equal bins of 20,000 draws pass a chi-squared test", () => {
    const random = new Random(7);
    const bins = new Array<number>(10).fill(0);
    for (let index = 0; index < 20_000; index++) bins[Math.floor(random.next() * 10)]!++;
    // 9 degrees of freedom, p = 0.001
    expect(bins.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(27.9);
  });

  it("keeps integers in range and shuffles into permutations", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1e9 }), (seed, n) => {
        const value = new Random(seed).integer(n);
        return Number.isInteger(value) && value >= 0 && value < n;
      }),
    );
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = new Random("s").shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.slice().sort((x, y) => x - y)).toEqual(items);
    expect(new Set(new Random("s").sample(items, 10)).size).toBe(10);
    expect(new Random("s").sample(items, 500)).toHaveLength(50);
  });

  it("draws by weight and never draws a zero weight", () => {
    const random = new Random("w");
    const counts = [0, 0, 0];
    for (let index = 0; index < 6000; index++) counts[random.weighted([1, 0, 3])]!++;
    expect(counts[1]).toBe(0);
    expect(counts[2]! / 6000).toBeCloseTo(0.75, 1);
  });

  it("draws normals of mean 0 and deviation 1", () => {
    const random = new Random("n");
    const values = Array.from({ length: 10_000 }, () => random.normal());
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.abs(centre)).toBeLessThan(0.05);
    expect(Math.abs(square - 1)).toBeLessThan(0.06);
  });

  it.each([
    ["integer", () => new Random(0).integer(0)],
    ["pick", () => new Random(0).pick([])],
    ["weighted: all zero", () => new Random(0).weighted([0, 0])],
    ["weighted: NaN", () => new Random(0).weighted([NaN])],
    ["sample", () => new Random(0).sample([1], -1)],
  ])("refuses bad arguments of %s with a coded error", (_name, act) => {
    expect(act).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});
