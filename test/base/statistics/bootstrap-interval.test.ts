import {
  bootstrapInterval,
  bootstrapIntervalInSlices,
} from "../../../base/statistics/bootstrap-interval.js";

describe("bootstrapInterval", () => {
  const values = Array.from({ length: 200 }, (_, index) => index % 10);
  it("covers the mean, repeats for the same seed, and widens with the level", () => {
    const ninetyFive = bootstrapInterval(values, { seed: 1 });
    expect(ninetyFive.lower).toBeLessThan(4.5);
    expect(ninetyFive.upper).toBeGreaterThan(4.5);
    expect(bootstrapInterval(values, { seed: 1 })).toEqual(ninetyFive);
    const half = bootstrapInterval(values, { seed: 1, level: 0.5 });
    expect(half.upper - half.lower).toBeLessThan(ninetyFive.upper - ninetyFive.lower);
    expect(() => bootstrapInterval([], { seed: 1 })).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });

  it("comes to the same in slices, between which others have their turn", async () => {
    const many = Array.from({ length: 5000 }, (_, index) => index % 7);
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const sliced = await bootstrapIntervalInSlices(many, { seed: 3 });
    isDone = true;
    expect(sliced).toEqual(bootstrapInterval(many, { seed: 3 }));
    expect(turns).toBeGreaterThan(2);
  });
});
