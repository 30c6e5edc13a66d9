import { spentSoFar } from "../../../graphs/runtime/spent-before.js";

describe("spentSoFar", () => {
  const traced = { usd: 2, calls: 10, cachedCalls: 3, tokens: { input: 100, output: 50 } };
  const journal = { usd: 0.5, calls: 12, tokens: { input: 40, output: 60 } };

  it("goes by the folder's journal, and beside a server by what other machines spent too", () => {
    expect(spentSoFar(traced, journal, { place: null })).toEqual({ ...journal, cachedCalls: 3 });
    expect(spentSoFar(traced, journal, { place: "postgresql://there" })).toEqual({
      usd: 2,
      calls: 12,
      cachedCalls: 3,
      tokens: { input: 100, output: 60 },
    });
    expect(spentSoFar({ ...traced, usd: null }, journal, { place: "there" }).usd).toBeNull();
  });
});
