import fc from "fast-check";
import { novelTexts } from "../../../tools/novelty/novel-texts.js";
import { NoveltyIndex } from "../../../tools/novelty/novelty-index.js";
import { Random } from "../../../base/statistics/random.js";
import { rougeTokens } from "../../../tools/novelty/tokens-rouge.js";

/**
 * LCS by dynamic programming, and the rule in whole numbers, with the threshold in ten-thousandths.
 */
function above(a: string, b: string, threshold: number): number {
  const x = rougeTokens(a);
  const y = rougeTokens(b);
  let row = new Array<number>(y.length + 1).fill(0);
  for (const token of x) {
    const next = [0];
    for (let j = 0; j < y.length; j++)
      next.push(token === y[j] ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  const common = row[y.length]!;
  return 20_000 * common > threshold * (x.length + y.length)
    ? (2 * common) / (x.length + y.length)
    : 0;
}

const smallWords = fc
  .array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"), { maxLength: 14 })
  .map((list) => list.join(" "));
const korean = fc
  .array(fc.constantFrom("배송", "빠르고", "좋아요", "느려요", "다시"), {
    minLength: 1,
    maxLength: 8,
  })
  .map((list) => list.join(" "));

describe("NoveltyIndex", () => {
  it("decides as comparing with every text does, and names the most similar, first of equals", () => {
    const steps = fc.array(
      fc.record({
        text: fc.oneof(smallWords, korean),
        round: fc.integer({ min: 0, max: 3 }),
        gone: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(
        steps,
        fc.constantFrom(0, 2500, 5000, 7000, 7001, 9999, 10000),
        fc.integer({ min: 0, max: 3 }),
        (entries, threshold, maxRound) => {
          const index = new NoveltyIndex({ maxRougeL: threshold / 10_000 });
          const model: { id: string; text: string; round: number }[] = [];
          entries.forEach(({ text, round, gone }, position) => {
            let best: { id: string; rougeL: number } | null = null;
            for (const entry of model) {
              const rougeL = entry.round <= maxRound ? above(text, entry.text, threshold) : 0;
              if (rougeL > (best?.rougeL ?? 0)) best = { id: entry.id, rougeL };
            }
            expect(index.nearest(text, { maxRound })).toEqual(best);
            expect(index.isNovel(text, { maxRound })).toBe(best === null);
            index.add(String(position), text, round);
            model.push({ id: String(position), text, round });
            if (gone)
              expect(index.remove(model.splice(position % model.length, 1)[0]!.id)).toBe(true);
            expect(index.size).toBe(model.length);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    // Where all words are frequent rows of bits decide; of many words, lists do.
    { words: 12, power: 1, lengths: [5, 12], texts: 900, queries: 40 },
    { words: 60, power: 1, lengths: [12, 24], texts: 1200, queries: 16 },
    { words: 30, power: 3, lengths: [5, 12], texts: 1500, queries: 14 },
    { words: 400, power: 3, lengths: [5, 12], texts: 1500, queries: 14 },
    // More of one length than stand in one set of rows.
    { words: 60, power: 3, lengths: [7, 7], texts: 4400, queries: 6 },
    // Lengths that are looked at together, and more tokens than four rows of adders hold.
    { words: 40, power: 3, lengths: [60, 90], texts: 400, queries: 6 },
  ])(
    "decides so for $texts texts of $words words",
    ({ words, power, lengths: [least, most], texts, queries }) => {
      const random = new Random("novelty/many");
      const textOf = (): string =>
        Array.from({ length: random.integer(most! - least! + 1) + least! }, () =>
          // Some words are far more frequent than others, and come twice.
          String(Math.floor(words * random.next() ** power)),
        ).join(" ");
      const kept = Array.from({ length: texts }, textOf);
      const index = new NoveltyIndex();
      kept.forEach((text, position) => index.add(String(position), text, position % 3));
      const near = (text: string): string =>
        text
          .split(" ")
          .map((word) => (random.next() < 0.25 ? String(random.integer(words)) : word))
          .join(" ");
      let found = 0;
      for (let query = 0; query < queries; query++) {
        const text = query % 2 === 0 ? textOf() : near(random.pick(kept));
        const from = query % 2 === 0 ? texts - random.integer(80) - 1 : 0;
        let best: { id: string; rougeL: number } | null = null;
        kept.forEach((other, position) => {
          if (position % 3 > 1 || position < from) return;
          const rougeL = above(text, other, 7000);
          if (rougeL > (best?.rougeL ?? 0)) best = { id: String(position), rougeL };
        });
        if (best !== null) found++;
        expect(index.nearest(text, { maxRound: 1, from })).toEqual(best);
        expect(index.isNovel(text, { maxRound: 1, from })).toBe(best === null);
      }
      expect(found).toBeGreaterThan(1);
    },
  );

  it("passes over the first entries on request, and finds what it would without them", () => {
    fc.assert(
      fc.property(
        fc.array(smallWords, { minLength: 1, maxLength: 90 }),
        smallWords,
        fc.nat(90),
        (texts, query, from) => {
          const [index, rest] = [
            new NoveltyIndex({ maxRougeL: 0.5 }),
            new NoveltyIndex({ maxRougeL: 0.5 }),
          ];
          for (const [number, text] of texts.entries()) {
            index.add(String(number), text);
            if (number >= from) rest.add(String(number), text);
          }
          expect(index.nearest(query, { from })).toEqual(rest.nearest(query));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("does not call 7 of 10 tokens above 0.7, and calls 8 of 11 above it", () => {
    const index = new NoveltyIndex();
    index.add("a", "a b c d e f g h i j");
    expect(index.isNovel("a b c d e f g x y z")).toBe(true);
    expect(index.nearest("a b c d e f g h x y z")).toEqual({ id: "a", rougeL: 16 / 21 });
  });

  it("keeps deciding rightly after most entries were removed", () => {
    const index = new NoveltyIndex();
    for (let number = 0; number < 400; number++)
      index.add(`id${number}`, `word${number} alpha${number} beta${number}`);
    for (let number = 0; number < 390; number++) index.remove(`id${number}`);
    expect(index.size).toBe(10);
    expect(index.isNovel("word5 alpha5 beta5")).toBe(true);
    expect(index.nearest("word395 alpha395 beta395")?.id).toBe("id395");
    expect(index.remove("id1")).toBe(false);
  });

  it("replaces a text that is added again under its id", () => {
    const index = new NoveltyIndex();
    index.add("a", "one two three");
    index.add("a", "four five six");
    expect(index.size).toBe(1);
    expect(index.isNovel("one two three")).toBe(true);
    expect(index.isNovel("four five six")).toBe(false);
  });

  it.each([
    "오늘 배송이 정말 빨랐어요",
    "今日は天気がいいですね",
    "今天的天气非常好",
    "الطقس جميل اليوم",
    "🎉🎊",
    "???",
  ])("finds the copy of %s and nothing else like it", (text) => {
    const index = new NoveltyIndex();
    index.add("x", "완전히 다른 문장");
    expect(index.isNovel(text)).toBe(true);
    index.add("y", text);
    expect(index.nearest(text)).toEqual({ id: "y", rougeL: 1 });
  });

  it("refuses a threshold that it cannot hold exactly", () => {
    for (const maxRougeL of [1.5, -0.1, NaN, 0.123456]) {
      expect(() => new NoveltyIndex({ maxRougeL })).toThrow(
        expect.objectContaining({ code: "SHAPE" }),
      );
    }
  });
});

describe("novelTexts", () => {
  it("keeps the same texts as comparing all pairs, past several doublings of the index", () => {
    const random = new Random("texts");
    const vocabulary = Array.from({ length: 30 }, (_, index) => `w${index}`);
    const weights = vocabulary.map((_, index) => 1 / (index + 1));
    const texts = Array.from({ length: 300 }, () =>
      Array.from(
        { length: 3 + random.integer(8) },
        () => vocabulary[random.weighted(weights)],
      ).join(" "),
    );
    const kept: number[] = [];
    texts.forEach((text, position) => {
      if (!kept.some((other) => above(text, texts[other]!, 7000) > 0)) kept.push(position);
    });
    expect(kept.length).toBeGreaterThan(100);
    expect(kept.length).toBeLessThan(300);
    expect(novelTexts(texts)).toEqual(kept);
  });

  it("keeps what is novel against the kept so far", () => {
    expect(
      novelTexts([
        "list three fruits",
        "list three fruits now",
        "explain photosynthesis",
        "list three fruits",
      ]),
    ).toEqual([0, 2]);
  });
});
