import { holmAdjusted } from "../../../base/statistics/holm.js";
import { studentProbability, studentReach } from "../../../base/statistics/student.js";

describe("studentReach", () => {
  it("is the table of the t distribution", () => {
    // Two-sided 95 % and 99 %, Student's table.
    for (const [degrees, wide, wider] of [
      [1, 12.7062, 63.6567],
      [2, 4.3027, 9.9248],
      [3, 3.1824, 5.8409],
      [10, 2.2281, 3.1693],
      [29, 2.0452, 2.7564],
      [120, 1.9799, 2.6174],
    ] as const) {
      expect(studentReach(0.95, degrees)).toBeCloseTo(wide, 4);
      expect(studentReach(0.99, degrees)).toBeCloseTo(wider, 3);
      expect(studentProbability(wide, degrees)).toBeCloseTo(0.05, 5);
      expect(studentProbability(-wider, degrees)).toBeCloseTo(0.01, 5);
    }
  });

  it("refuses less than one degree of freedom", () => {
    expect(() => studentReach(0.95, 0)).toThrow(expect.objectContaining({ code: "SHAPE" }));
    expect(() => studentReach(1, 3)).toThrow(expect.objectContaining({ code: "SHAPE" }));
    expect([studentProbability(Infinity, 3), studentProbability(0, 3)]).toEqual([0, 1]);
  });
});

describe("holmAdjusted", () => {
  it("multiplies the smallest by all, the next by one less, and never falls", () => {
    const adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((wanted, at) => expect(adjusted[at]).toBeCloseTo(wanted, 12));
    expect(holmAdjusted([0.6, 0.7])).toEqual([1, 1]);
    expect(holmAdjusted([])).toEqual([]);
  });
});
