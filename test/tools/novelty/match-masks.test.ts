import fc from "fast-check";
import { Random } from "../../../base/statistics/random.js";
import { MatchMasks } from "../../../tools/novelty/match-masks.js";

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

function lcs(a: readonly number[], b: readonly number[]): number {
  const masks = new MatchMasks();
  masks.set(Int32Array.from(a));
  masks.reserve(b.reduce((most, token) => Math.max(most, token), 0) + 1);
  return masks.lcsWith(Int32Array.from(b), 0, b.length);
}

describe("MatchMasks", () => {
  const list = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 130 });

  it("agrees with dynamic programming on lists of up to 130 tokens", () => {
    fc.assert(
      fc.property(list, list, (a, b) => lcs(a, b) === naiveLcs(a, b)),
      { numRuns: 400 },
    );
  });

  it("forgets the list before, and compares with a part of a list", () => {
    const masks = new MatchMasks();
    fc.assert(
      fc.property(list, list, list, (before, a, b) => {
        masks.set(Int32Array.from(before));
        masks.set(Int32Array.from(a));
        masks.reserve(8);
        const [start, end] = [b.length >> 2, b.length - (b.length >> 2)];
        expect(masks.lcsWith(Int32Array.from(b), start, end)).toBe(
          naiveLcs(a, b.slice(start, end)),
        );
      }),
    );
  });

  it.each([29, 30, 31, 59, 60, 61, 90])(
    "finds the whole of a list of %i tokens in itself",
    (length) => {
      const same = Array.from({ length }, (_, index) => index % 7);
      expect(lcs(same, same)).toBe(length);
    },
  );

  it.each([2, 50, 3000])("agrees on lists of thousands of tokens of %i kinds", (kinds) => {
    const random = new Random(`long ${kinds}`);
    const tokens = (count: number): number[] =>
      Array.from({ length: count }, () => random.integer(kinds));
    const [a, b] = [tokens(4100), tokens(150)];
    const same = tokens(40);
    for (const [left, right] of [
      [a, b],
      [
        [...same, ...a, ...same],
        [...same, ...b, ...same],
      ],
      [a, [...a.slice(50, 120), ...a.slice(4000)]],
    ] as const)
      expect(lcs(left, right)).toBe(naiveLcs(left, right));
  });

  it("keeps memory for the length of a list, and not for its square", () => {
    const before = process.memoryUsage().arrayBuffers;
    const long = Array.from({ length: 100_000 }, (_, index) => index % 50_000);
    const masks = new MatchMasks();
    masks.set(Int32Array.from(long));
    expect(masks.lcsWith(Int32Array.from([3, ...long]), 0, 100_001)).toBe(100_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6);
  });
});
