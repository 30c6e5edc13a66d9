import fc from "fast-check";
import { apportion } from "../../../tools/coverage/apportion.js";

describe("apportion", () => {
  it("splits by the largest remainder", () => {
    expect(apportion(10, [3, 3, 1])).toEqual([4, 4, 2]);
    expect(apportion(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(apportion(7, [0, 1, 1], 2)).toEqual([0, 3, 4]);
  });

  it("lets equal remainders start where it is told, so that no part is favoured every time", () => {
    expect(apportion(1, [1, 1, 1], 1)).toEqual([0, 1, 0]);
    expect(apportion(2, [1, 1, 1], 2)).toEqual([1, 0, 1]);
  });

  it("always adds up, within one of the exact share, and gives nothing to a weight of zero", () => {
    fc.assert(
      fc.property(
        fc.nat(5000),
        fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1000, noNaN: true })), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.nat(70),
        (total, weights, first) => {
          fc.pre(weights.some((weight) => weight > 0));
          const parts = apportion(total, weights, first);
          const sum = weights.reduce((a, b) => a + b, 0);
          expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
          parts.forEach((part, index) => {
            if (weights[index] === 0) expect(part).toBe(0);
            expect(Math.abs(part - (total * weights[index]!) / sum)).toBeLessThan(1 + 1e-6);
          });
        },
      ),
    );
  });

  it.each([
    [1, [0, 0]],
    [1, []],
    [2, [1, -1]],
    [1, [NaN]],
    [1.5, [1]],
  ] as [number, number[]][])("refuses %j over %j", (total, weights) => {
    expect(() => apportion(total, weights)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});
