import { unseenMass } from "../../../base/statistics/good-turing.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { mean, quantile, standardDeviation, variance } from "../../../base/statistics/mean.js";

describe("mean and spread", () => {
  it("computes the textbook values", () => {
    expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
    expect(variance([1, 2, 3, 4])).toBeCloseTo(5 / 3);
    expect(standardDeviation([5])).toBe(0);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3], 1)).toBe(3);
    expect(mean([1e16, 1, -1e16])).toBeCloseTo(1 / 3);
    expect(() => quantile([1], 2)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});

describe("wilsonInterval", () => {
  it("agrees with the published example 8 of 10 at 95 percent", () => {
    const { lower, upper } = wilsonInterval(8, 10);
    expect(lower).toBeCloseTo(0.4902, 3);
    expect(upper).toBeCloseTo(0.9433, 3);
  });

  it("stays inside [0, 1] and knows nothing without trials", () => {
    expect(wilsonInterval(0, 5).lower).toBe(0);
    expect(wilsonInterval(5, 5).upper).toBe(1);
    expect(wilsonInterval(0, 0)).toEqual({ lower: 0, upper: 1 });
    expect(() => wilsonInterval(3, 2)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});

describe("unseenMass", () => {
  it("is the share of draws that were of a kind seen once", () => {
    expect(unseenMass([1, 1, 2, 6])).toBe(0.2);
    expect(unseenMass([])).toBe(1);
    expect(unseenMass([3, 3])).toBe(0);
    expect(unseenMass(new Map([["a", 1]]).values())).toBe(1);
  });
});
