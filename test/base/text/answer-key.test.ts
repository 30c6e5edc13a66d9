import fc from "fast-check";
import { answerKey, answerOverlap } from "../../../base/text/answer-key.js";

describe("answerKey", () => {
  it.each([
    ["1,200", "1200.0"],
    ["$ 42.", "42"],
    ["The Beatles!", "beatles"],
    ["−5", "-5"],
    ["50 %", "50"],
    ["A", "a"],
    [7, "7"],
  ])("%s is %s", (left, right) => {
    expect(answerKey(left)).toBe(answerKey(right));
  });
  it.each([
    ["1,20", "120"],
    ["cat", "dog"],
    ["5", "-5"],
    ["3.5", "35"],
    ["v2", "2"],
  ])("%s is not %s", (left, right) => {
    expect(answerKey(left)).not.toBe(answerKey(right));
  });
  it("compares lists in order and records by name", () => {
    expect(answerKey(["The cat", 1])).toBe(answerKey(["cat", "1"]));
    expect(answerKey({ a: "X", b: 1 })).toBe(answerKey({ b: 1, a: "x." }));
    expect(answerKey(["a", "b"])).not.toBe(answerKey(["b", "a"]));
  });
  it("never makes an answer empty, and its figures are those of the number", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
        (text) => answerKey(text) !== "",
      ),
    );
    fc.assert(
      fc.property(
        fc.integer(),
        (value) =>
          answerKey(value) === answerKey(value.toLocaleString("en-US")) &&
          answerKey(value) === answerKey(String(value)),
      ),
    );
  });
});

describe("answerOverlap", () => {
  it("is 1 for equal answers, 0 for two figures that differ, else the F1 of the words", () => {
    expect(answerOverlap("In Rome", "in rome.")).toBe(1);
    expect(answerOverlap("12", "13")).toBe(0);
    expect(answerOverlap("Rome", "in Rome")).toBeCloseTo(2 / 3);
    expect(answerOverlap("Rome", "Paris")).toBe(0);
    expect(answerOverlap("12 apples", "12")).toBeCloseTo(2 / 3);
  });
  it("is symmetric and between 0 and 1", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        const overlap = answerOverlap(left, right);
        expect(overlap).toBeGreaterThanOrEqual(0);
        expect(overlap).toBeLessThanOrEqual(1);
        expect(answerOverlap(right, left)).toBe(overlap);
        expect(answerOverlap(left, left)).toBe(1);
      }),
    );
  });
});
