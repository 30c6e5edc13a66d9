import fc from "fast-check";
import { exactForm } from "../../../base/text/exact-form.js";
import { normalizeText } from "../../../base/text/normalize.js";
import { notationOf, wordsAndOperators } from "../../../base/text/notation.js";
import { operatorsIn } from "../../../base/text/operators.js";
import { curationContext, rowsOf } from "../curation/curation-fixture.js";
import { exactDuplicates } from "../../../tools/dedup/exact-duplicates.js";
import { findLeakage } from "../../../tools/dedup/find-leakage.js";
import { novelTexts } from "../../../tools/novelty/novel-texts.js";
import { FILTERS } from "../../../tools/curation/filters/filters.js";

const ARITHMETIC = Array.from({ length: 40 }, (_, index) => [
  2 + (index % 8),
  2 + (index >> 3),
]).flatMap(([a, b]) => ["+", "-", "*", "/"].map((sign) => `What is ${a} ${sign} ${b}?`));

const kept = async (name: string, texts: readonly string[], settings: object = {}) => {
  const filter = (await FILTERS.choose({ name, ...settings }, [])).value;
  const { removed } = await filter.apply(rowsOf(texts), curationContext());
  return removed.filter((reason) => reason === null).length;
};

describe("what is an exact duplicate", () => {
  it("keeps all of 160 problems of arithmetic, exactly and nearly", async () => {
    expect(ARITHMETIC).toHaveLength(160);
    expect(await kept("exact-duplicate", ARITHMETIC)).toBe(160);
    expect(await kept("near-duplicate", ARITHMETIC)).toBe(160);
    const long = ARITHMETIC.map(
      (text) => `Work out this small sum, then write the number alone. ${text}`,
    );
    expect(new Set(long.map((text) => notationOf(text, "figures"))).size).toBe(160);
    expect(await kept("near-duplicate", long, { notation: "figures" })).toBe(160);
    expect(await kept("near-duplicate", long, { notation: "ignore" })).toBeLessThan(160);
  });

  it.each([
    ["-5 C", "5 C"],
    ["return !ok;", "return ok;"],
    ["a[1] = 2", "a(1) = 2"],
    ["50 % of it", "50 of it"],
    ["x² + 1", "x2 + 1"],
    ["½ litre", "1⁄2 litre"],
    ["return a;", "return A;"],
    ["Great!", "Great"],
    ["3.5 kg", "35 kg"],
  ])("tells %j from %j", (left, right) => {
    expect(exactDuplicates([left, right])).toEqual([]);
  });

  it.each([
    ["Hello  World", "hello world\n"],
    ["Ｈｅｌｌｏ　Ｗｏｒｌｄ", "hello world"],
    ["Café", "cafe\u0301"],
    ["zero\u200bwidth", "zerowidth"],
    ["Straße", "STRASSE"],
    ["eﬃcient", "efficient"],
  ])("takes %j and %j for one", (left, right) => {
    expect(exactDuplicates([left, right])).toEqual([[0, 1]]);
  });

  it("lets its owner say whether case counts", async () => {
    expect(await kept("exact-duplicate", ["Yes", "yes"])).toBe(1);
    expect(await kept("exact-duplicate", ["Yes", "yes"], { case: "keep" })).toBe(2);
    expect(await kept("exact-duplicate", ["f(x);", "F(x);"], { case: "fold" })).toBe(1);
    expect(exactForm("f(X);")).toBe("f(X);");
  });
});

describe("operators in the normal form", () => {
  it.each([
    ["What is 7 - 3?", "what is 7-3"],
    ["at -5 C", "at -5 c"],
    ["−5 C", "-5 c"],
    ["if (!(a) && b) {", "if !a&&b"],
    ["a[i - 1] != 2 ** n", "a[i-1]!=2**n"],
    ["5! + 3.5 %", "5!+3.5%"],
    ["use **bold**, well-known - or not!", "use bold well known or not"],
    ["* one\n* two", "one two"],
    ["covid-19", "covid 19"],
    ["funny/gritty", "funny gritty"],
    ["it put[s] us", "it put s us"],
  ])("folds %j to %j", (text, expected) => {
    expect(normalizeText(text)).toBe(expected);
  });

  it("does not change what it has folded, nor drops or adds operators then", () => {
    const piece = fc.constantFrom(
      ..."a x total 7 3.5 - * / % ! & && [ ] ^ . = ( ) ok , $ é − が".split(" "),
      " ",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const once = normalizeText(pieces.join(""));
        expect(normalizeText(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  it("takes time with the length of a text", () => {
    for (const piece of ["1*-", "!", "a[", "- ("])
      expect(operatorsIn(piece.repeat(20_000)).length).toBeLessThanOrEqual(60_000);
  });
});

describe("the leak check and the novelty rule", () => {
  it("finds no leak where only the operator or the sign is another", () => {
    const test = ["What is 7 * 3?", "It is -5 C outside today"];
    expect(findLeakage(["What is 7 - 3?", "what is 7 / 3"], test).testTexts).toBe(0);
    const found = findLeakage(["so what is 7*3", "What is 7 * 3?", "WHAT IS  7 * 3?"], test);
    expect([found.containment.length, found.exact.length]).toEqual([1, 2]);
  });

  it("finds a test text without its last mark all the same", () => {
    expect(findLeakage(["Great job"], ["Great job!"])).toMatchObject({
      exact: [{}],
    });
  });

  it("cuts words as before where there is no operator", () => {
    expect(wordsAndOperators("Don't pay, well-known!")).toEqual(["don't", "pay", "well", "known"]);
    expect(wordsAndOperators("7-3 < -5")).toEqual(["7", "-", "3", "<", "-", "5"]);
  });

  it("tells problems apart by their figures where the task wants it, else by the published rule", () => {
    const texts = ["What is 7 - 3?", "What is 7 * 3?", "What is 17 * 3?", "what is 7*3"];
    expect(novelTexts(texts)).toEqual([0]);
    expect(novelTexts(texts, { notation: "operators" })).toEqual([0, 1]);
    expect(novelTexts(texts, { notation: "figures" })).toEqual([0, 1, 2]);
  });
});
