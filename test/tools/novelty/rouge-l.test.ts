import fc from "fast-check";
import { lcsLength, rougeL } from "../../../tools/novelty/rouge-l.js";

function naiveLcs(a: readonly number[], b: readonly number[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    const next = [0];
    for (let j = 0; j < b.length; j++)
      next.push(x === b[j] ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row[b.length]!;
}

describe("lcsLength", () => {
  it("agrees with dynamic programming on lists of up to 130 tokens", () => {
    const list = fc.array(fc.integer({ min: -2, max: 5 }), { maxLength: 130 });
    fc.assert(
      fc.property(list, list, (a, b) => lcsLength(a, b) === naiveLcs(a, b)),
      { numRuns: 400 },
    );
  });

  it.each([29, 30, 31, 59, 60, 61, 90])(
    "is the whole list for a list of %i tokens and itself",
    (length) => {
      const list = Int32Array.from({ length }, (_, index) => index % 7);
      expect(lcsLength(list, list)).toBe(length);
    },
  );
});

describe("rougeL", () => {
  it("computes precision, recall and F of the textbook pair", () => {
    const score = rougeL(
      "police killed the gunman".split(" "),
      "police kill the gunman now".split(" "),
    );
    expect(score.precision).toBe(3 / 4);
    expect(score.recall).toBe(3 / 5);
    expect(score.f).toBeCloseTo(2 / 3);
  });

  it("is zero without tokens", () => {
    expect(rougeL([], ["a"])).toEqual({ precision: 0, recall: 0, f: 0 });
    expect(rougeL([], [])).toEqual({ precision: 0, recall: 0, f: 0 });
  });
});
