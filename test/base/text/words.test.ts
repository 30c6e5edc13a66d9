import fc from "fast-check";
import { caseFold } from "../../../base/text/case-fold.js";
import { graphemeCount, graphemes } from "../../../base/text/graphemes.js";
import { normalizeText } from "../../../base/text/normalize.js";
import { rougeTokens } from "../../../tools/novelty/tokens-rouge.js";
import { words } from "../../../base/text/words.js";

describe("words", () => {
  it.each([
    ["Don't pay 3.14 or 1,000!", ["don't", "pay", "3.14", "or", "1,000"]],
    ["Well-known.", ["well", "known"]],
    ["Das Café STRASSE Straße", ["das", "café", "strasse", "strasse"]],
    ["배송이 너무 늦었어요!", ["배송이", "너무", "늦었어요"]],
    ["مرحبا بالعالم", ["مرحبا", "بالعالم"]],
    ["great 👍🏽 👨‍👩‍👧 🇰🇷", ["great", "👍🏽", "👨‍👩‍👧", "🇰🇷"]],
    ["हिन्दी भाषा", ["हिन्दी", "भाषा"]],
    ["?!", ["?", "!"]],
    ["", []],
    [" \n\t ", []],
  ])("cuts %j", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it.each([
    ["配送が遅すぎます", 3],
    ["我非常喜欢这个产品", 4],
    ["ฉันชอบสินค้านี้มาก", 3],
  ])("finds words in %s, which has no spaces", (text, least) => {
    const found = words(text);
    expect(found.length).toBeGreaterThanOrEqual(least);
    expect(found.join("")).toBe(text);
  });

  it("cuts a word the same way whether its neighbours are ASCII or not", () => {
    for (const other of ["é", "👍", "가", "我", "م"])
      expect(words(`Don't stop, it's 3.5 ${other}`).slice(0, 4)).toEqual([
        "don't",
        "stop",
        "it's",
        "3.5",
      ]);
  });

  it("treats composed and decomposed spellings alike", () => {
    expect(words("café 가")).toEqual(words("café 가".normalize("NFD")));
  });

  it("never yields nothing for text that is not blank, and never an empty token", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const found of [words(text), rougeTokens(text)]) {
          expect(found.length > 0).toBe(text.trim() !== "");
          expect(found.every((token) => token !== "")).toBe(true);
        }
      }),
    );
  });
});

describe("rougeTokens", () => {
  it("follows rouge_score for Latin text", () => {
    expect(rougeTokens("Don't say naïve things, 3.5 times!")).toEqual([
      "don",
      "t",
      "say",
      "na",
      "ve",
      "things",
      "3",
      "5",
      "times",
    ]);
  });
  it("takes Unicode words where most letters are not Latin", () => {
    expect(rougeTokens("삼성 TV 화면이 좋아요")).toEqual(["삼성", "tv", "화면이", "좋아요"]);
    expect(rougeTokens("say 안녕 to everyone")).toEqual(["say", "to", "everyone"]);
    expect(rougeTokens("👍 5")).toEqual(["5"]);
    expect(rougeTokens("👍")).toEqual(["👍"]);
  });
});

describe("normalizeText", () => {
  it.each([
    ["  Hello,   WORLD!! ", "hello world"],
    ["“Hello” — world…", "hello world"],
    ["Ｈｅｌｌｏ　ｗｏｒｌｄ", "hello world"],
    ["C++ > C", "c++>c"],
    ["about $ 40", "about$40"],
    ["정말 좋아요!!", "정말 좋아요"],
    ["好き、です", "好きです"],
    ["好きです。", "好きです"],
    ["zero\u200bwidth", "zerowidth"],
    ["مـرحـبـا", "مرحبا"],
    ["...", "..."],
    ["👍", "👍"],
    ["", ""],
  ])("folds %j to %j", (text, expected) => {
    expect(normalizeText(text)).toBe(expected);
  });

  it("does not make a thumb up equal to a thumb down, nor skin tones vanish", () => {
    expect(new Set(["ok 👍", "ok 👎", "ok 👍🏽", "ok"].map(normalizeText)).size).toBe(4);
  });

  it("is idempotent and never empties text that is not blank", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const once = normalizeText(text);
        expect(once !== "").toBe(text.trim() !== "");
        expect(normalizeText(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("caseFold and graphemes", () => {
  it("folds what lower-casing alone keeps apart", () => {
    expect(caseFold("ΣΊΣΥΦΟΣ")).toBe(caseFold("σίσυφος"));
    expect(caseFold("İstanbul")).toBe("istanbul");
  });
  it("counts what a reader sees", () => {
    expect(graphemeCount("👨‍👩‍👧é가")).toBe(3);
    expect(graphemes("ab")).toEqual(["a", "b"]);
  });
});
