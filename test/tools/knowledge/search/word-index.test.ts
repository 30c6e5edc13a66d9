import fc from "fast-check";
import { WordIndex } from "../../../../tools/knowledge/search/word-index.js";
import { words } from "../../../../base/text/words.js";

const vocabulary = ["parcel", "late", "refund", "shop", "환불", "배송", "the", "of"];
const text = fc
  .array(fc.constantFrom(...vocabulary), { maxLength: 12 })
  .map((parts) => parts.join(" "));

/** BM25 as its formula says, one text at a time. */
function plainScores(texts: readonly string[], query: string): number[] {
  const tokens = texts.map((one) => words(one));
  const mean = tokens.reduce((sum, one) => sum + one.length, 0) / texts.length;
  return tokens.map((own) =>
    [...new Set(words(query))].reduce((sum, word) => {
      const df = tokens.filter((other) => other.includes(word)).length;
      const count = own.filter((token) => token === word).length;
      return count === 0
        ? sum
        : sum +
            (Math.log(1 + (texts.length - df + 0.5) / (df + 0.5)) * count * 2.2) /
              (count + 1.2 * (0.25 + (0.75 * own.length) / mean));
    }, 0),
  );
}

describe("WordIndex", () => {
  it("ranks by BM25, as the plain formula does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 20 }),
        text,
        fc.integer({ min: 1, max: 25 }),
        async (texts, query, k) => {
          const expected = plainScores(texts, query)
            .map((score, position) => ({ score, position }))
            .filter(({ score }) => score > 0);
          const hits = (await WordIndex.build(texts)).search(query, k);
          expect(hits.length).toBe(Math.min(k, expected.length));
          for (const { position, score } of hits)
            expect(score).toBeCloseTo(expected.find((one) => one.position === position)!.score, 9);
          const least = hits.at(-1)?.score ?? 0;
          expect(
            expected.filter(
              ({ score, position }) =>
                score > least + 1e-9 && !hits.some((hit) => hit.position === position),
            ),
          ).toEqual([]);
        },
      ),
      { numRuns: 120 },
    );
  });

  it("puts rare words before frequent ones, and equal texts in their order", async () => {
    const index = await WordIndex.build(["the parcel", "the refund", "the parcel", "the shop"]);
    expect(index.search("the refund", 4).map(({ position }) => position)).toEqual([1, 0, 2, 3]);
    expect(index.search("환불", 4)).toEqual([]);
    expect([index.frequency("parcel"), index.frequency("constructor")]).toEqual([2, 0]);
  });

  it("is empty where there is nothing", async () => {
    expect((await WordIndex.build([])).search("anything", 3)).toEqual([]);
  });
});
