import fc from "fast-check";
import { FeatureScanner } from "../../../../tools/learning/features/feature-scanner.js";
import { TextVectorizer } from "../../../../tools/learning/features/text-vectorizer.js";

function featureCount(
  text: string,
  wordNgrams: [number, number] | null,
  characterNgrams: [number, number] | null,
): number {
  const scanner = new FeatureScanner({ wordNgrams, characterNgrams });
  scanner.scan(text);
  return scanner.length;
}

function products(texts: readonly string[], fitted: readonly string[] = texts): number[] {
  const { vectorizer } = TextVectorizer.fit(fitted);
  const { starts, indices, values } = vectorizer.transform(texts);
  const dense = texts.map(
    (_, row) =>
      new Map(
        Array.from({ length: starts[row + 1]! - starts[row]! }, (_value, at) => [
          indices[starts[row]! + at]!,
          values[starts[row]! + at]!,
        ]),
      ),
  );
  return dense.map((other) =>
    [...dense[0]!].reduce((sum, [column, value]) => sum + value * (other.get(column) ?? 0), 0),
  );
}

describe("features", () => {
  it("counts words, word pairs and character n-grams inside padded words", () => {
    expect(featureCount("to be or", [1, 1], null)).toBe(3);
    expect(featureCount("to be or", [1, 2], null)).toBe(5);
    // " to " has 3 pairs, 2 triples, 1 quadruple.
    expect(featureCount("to", null, [2, 5])).toBe(6);
    expect(featureCount("to to", null, [2, 5])).toBe(12);
  });

  it("folds case and compatibility forms", () => {
    const [self, upper, wide] = products(["card", "CARD", "ｃａｒｄ"]);
    expect(upper).toBeCloseTo(self!, 6);
    expect(wide).toBeCloseTo(self!, 6);
  });

  it.each([
    "카드가 안 와요",
    "カードが届かない",
    "银行卡丢了",
    "أين بطاقتي",
    "где карта",
    "😀",
    "🇰🇷",
    "e\u0301",
    "\ud800",
    "a",
    "!!",
  ])("finds features in %s", (text) => {
    const { matrix } = TextVectorizer.fit([text, "other words"]);
    expect(matrix.starts[1]).toBeGreaterThan(0);
  });

  it("relates Chinese texts without spaces that share characters", () => {
    const [self, near, far] = products(["我的银行卡丢了", "银行卡在哪里", "今天天气很好"]);
    expect(near).toBeGreaterThan(far!);
    expect(self).toBeCloseTo(1, 5);
  });

  it("gives vectors of length 1, or 0 where there is no known feature", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 8 }),
        (texts) => {
          const { matrix } = TextVectorizer.fit(texts);
          texts.forEach((text, row) => {
            let square = 0;
            for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++)
              square += matrix.values[p]! ** 2;
            expect(square).toBeCloseTo(square === 0 ? 0 : 1, 5);
            if (/[\p{L}\p{N}]/u.test(text)) expect(square).toBeGreaterThan(0);
          });
        },
      ),
      { numRuns: 100 },
    );
    expect(TextVectorizer.fit(["abc"]).vectorizer.transform(["xyz", ""]).indices).toHaveLength(0);
  });

  it("gives the texts it was fitted on the vectors that it gives them later", () => {
    const texts = ["a bird in the hand", "two in the bush", "", "새 한 마리"];
    const { vectorizer, matrix } = TextVectorizer.fit(texts);
    const restored = TextVectorizer.fromState(
      JSON.parse(JSON.stringify(vectorizer.toState())) as ReturnType<TextVectorizer["toState"]>,
    );
    for (const again of [vectorizer.transform(texts), restored.transform(texts)]) {
      expect(again.starts).toEqual(matrix.starts);
      expect(Array.from(again.values)).toEqual(Array.from(matrix.values));
      expect(Array.from(again.indices)).toEqual(Array.from(matrix.indices));
    }
  });

  it("leaves out features of too few texts and keeps known columns when it is extended", () => {
    const texts = ["red apple", "red pear", "green pear"];
    expect(
      TextVectorizer.fit(texts, {
        wordNgrams: [1, 1],
        characterNgrams: null,
        minDocumentFrequency: 2,
      }).vectorizer.columns,
    ).toBe(2);
    const { vectorizer } = TextVectorizer.fit(texts);
    const extended = vectorizer.extended(["blue plum"]);
    expect(extended.columns).toBeGreaterThan(vectorizer.columns);
    expect(extended.transform(texts).indices).toEqual(vectorizer.transform(texts).indices);
  });

  it("never makes more columns than hashing allows", () => {
    const texts = Array.from({ length: 300 }, (_, i) => `text number ${i} with words ${i * 7919}`);
    expect(
      TextVectorizer.fit(texts, { vocabulary: "hashed", hashBits: 8 }).vectorizer.columns,
    ).toBeLessThanOrEqual(3 * 256);
    expect(TextVectorizer.fit(texts).vectorizer.columns).toBeGreaterThan(3 * 256);
  });
});
