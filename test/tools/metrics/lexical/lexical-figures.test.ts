import fc from "fast-check";
import { distinctN } from "../../../../tools/metrics/lexical/distinct-n.js";
import { lexicalFigures } from "../../../../tools/metrics/lexical/lexical-figures.js";
import { mtld } from "../../../../tools/metrics/lexical/mtld.js";
import { selfBleu } from "../../../../tools/metrics/lexical/self-bleu.js";
import { verbObjectPairs } from "../../../../tools/metrics/lexical/verb-object-pairs.js";

const texts = fc.array(
  fc
    .array(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1, maxLength: 9 })
    .map((words) => words.join(" ")),
  { minLength: 2, maxLength: 12 },
);

describe("lexicalFigures", () => {
  it("gives the figures that are worked out by hand", () => {
    const figures = lexicalFigures(["a b a", "a b", "c"], Int32Array.of(0, 1, 1));
    expect(figures).toMatchObject({ texts: 3, tokens: 6, vocabulary: 3, classVocabulary: [2, 3] });
    // 3 of 6 words; ab, ba, ab: 2 of 3 pairs; aba.
    expect(figures.distinct).toEqual([0.5, 2 / 3, 1]);
    // Words 3, 2, 1 of 6.
    expect(figures.entropy[0]).toBeCloseTo(0.5 * 1 + (1 / 3) * Math.log2(3) + Math.log2(6) / 6, 12);
    expect(figures.entropy[1]).toBeCloseTo((2 / 3) * Math.log2(1.5) + Math.log2(3) / 3, 12);
    expect(figures.entropy[2]).toBe(0);
    // ab stands in two texts, ba in one.
    expect(figures.ingf).toBe(1.5);
    // One word once among six; c seen once, b twice: 3 + 1 * 0 / (2 * 2).
    expect(figures.unseenTokens).toBeCloseTo(1 / 6, 12);
    expect(figures.vocabularyAtLeast).toBe(3);
    expect([...figures.lengths]).toEqual([3, 2, 1]);
  });

  it("has no figure of nothing", () => {
    expect(lexicalFigures([])).toMatchObject({
      vocabulary: 0,
      distinct: [null, null, null],
      entropy: [null, null, null],
      ingf: null,
      mtld: null,
      unseenTokens: null,
      selfBleu: [null, null, null, null, null],
    });
    expect(lexicalFigures(["one"]).selfBleu).toEqual([null, null, null, null, null]);
    expect(distinctN([], 2)).toBeNull();
    expect(selfBleu(["alone"])).toBeNull();
  });

  it("does not depend on the order of the rows, and duplication never adds diversity", () => {
    fc.assert(
      fc.property(texts, (list) => {
        const own = lexicalFigures(list);
        const { lengths: _own, ...figures } = own;
        const { lengths: _back, ...back } = lexicalFigures([...list].reverse());
        expect(rounded(back)).toEqual(rounded(figures));
        const doubled = lexicalFigures([...list, ...list]);
        expect(doubled.vocabulary).toBe(own.vocabulary);
        for (const at of [0, 1, 2]) {
          if (own.distinct[at] === null) continue;
          expect(doubled.distinct[at]).toBeCloseTo(own.distinct[at]! / 2, 12);
          expect(own.distinct[at]).toBeGreaterThan(0);
          expect(own.distinct[at]).toBeLessThanOrEqual(1);
          expect(own.entropy[at]).toBeGreaterThanOrEqual(0);
          expect(doubled.entropy[at]).toBeCloseTo(own.entropy[at]!, 9);
        }
        expect(doubled.selfBleu[0]).toBeCloseTo(1, 9);
        for (const [at, value] of own.selfBleu.entries()) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-9);
          expect(doubled.selfBleu[at]).toBeGreaterThanOrEqual(value! - 1e-9);
        }
      }),
    );
  });
});

const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === "number" ? Number(member.toFixed(9)) : member,
    ),
  );

describe("selfBleu", () => {
  it("is BLEU against all others with smoothing method 1, worked out by hand", () => {
    // "a b c" against "a b d": 2 of 3 words, 1 of 2 pairs, none of 1 triple (0.1).
    const one = Math.exp((Math.log(2 / 3) + Math.log(1 / 2) + Math.log(0.1)) / 3);
    expect(selfBleu(["a b c", "a b d"], { n: 3 })).toBeCloseTo(one, 12);
    // The shorter one pays for its brevity: exp(1 - 3 / 2).
    const short = Math.exp(1 - 3 / 2) * Math.sqrt(1);
    const long = Math.sqrt((2 / 3) * (1 / 2));
    expect(selfBleu(["a b", "a b d"], { n: 2 })).toBeCloseTo((short + long) / 2, 12);
  });

  it("refuses what it cannot measure", () => {
    for (const call of [
      () => selfBleu(["a", "b"], { n: 6 }),
      () => selfBleu(["a", "b"], { m: 2 } as never),
      () => selfBleu(["a", 3] as never),
    ])
      expect(call).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});

describe("mtld", () => {
  it("is the length of stretches that stay above 0.72", () => {
    // One different word of two is below 0.72: every second word ends a stretch.
    expect(mtld([Array.from({ length: 60 }, () => "a").join(" ")])).toBe(2);
    const different = Array.from({ length: 60 }, (_, at) => `w${at}`);
    expect(mtld([different.join(" ")])).toBeNull();
    expect(mtld(["too few words"])).toBeNull();
    const [half, other] = [different.slice(0, 30).join(" "), different.slice(10, 40).join(" ")];
    expect(mtld([half, other, half])).toBe(mtld([other, half, half]));
  });
});

describe("verbObjectPairs", () => {
  it("finds the verb and its object of instructions", () => {
    const found = verbObjectPairs([
      "Write a short poem about the rain.",
      "Please write two poems.",
      "Given a list of numbers, find the largest prime factors.",
      "Could you please translate this sentence into French?",
      "Why is the sky blue?",
    ]);
    expect(found.top[0]).toEqual({ verb: "write", object: "poem", count: 2 });
    expect(found.top.map(({ verb, object }) => `${verb} ${object}`)).toEqual(
      expect.arrayContaining(["find factor", "translate sentence"]),
    );
    expect(found).toMatchObject({ texts: 5, found: 4, different: 3 });
  });
});
