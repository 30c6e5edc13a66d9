import { RandomDraw } from "../../../base/statistics/random-draw.js";

const drawn = (count: number, most: number, seed = 1): RandomDraw<number> => {
  const draw = new RandomDraw<number>({ most, seed });
  for (let at = 0; at < count; at++) draw.add(`s${at}`, at);
  return draw;
};

describe("RandomDraw", () => {
  it("keeps all where no more came, in their order", () => {
    const draw = drawn(50, 50);
    expect(draw.values()).toEqual(Array.from({ length: 50 }, (_, at) => at));
    expect(draw.of).toBe(50);
  });

  it("draws evenly from a stream of any length, the same again, another by seed", () => {
    const values = drawn(100_000, 1000).values();
    expect(values).toHaveLength(1000);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values).toEqual(drawn(100_000, 1000).values());
    expect(values).not.toEqual(drawn(100_000, 1000, 2).values());
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => values.filter((value) => Math.floor(value / 10_000) === tenth).length,
    );
    // A hundred each, give or take four standard deviations.
    for (const count of tenths) expect(Math.abs(count - 100)).toBeLessThan(40);
  });

  it("goes on after it was asked", () => {
    const draw = drawn(5000, 100);
    draw.values();
    for (let at = 5000; at < 10_000; at++) draw.add(`s${at}`, at);
    expect(draw.values()).toEqual(drawn(10_000, 100).values());
  });
});
