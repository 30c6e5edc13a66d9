import { crossValidatedProbabilities } from "../../../../tools/learning/cross-validated-probabilities.js";
import { PairAlignment } from "../../../../tools/learning/features/pair-alignment.js";
import { classifierFromJSON } from "../../../../tools/learning/classifiers/classifier-from-json.js";
import { trainTextClassifier } from "../../../../tools/learning/classifiers/train-text-classifier.js";
import { Random } from "../../../../base/statistics/random.js";

const WORDS = Array.from(
  { length: 60 },
  (_, at) => `${"bcdfglmnprst"[at % 12]}${"aeiou"[at % 5]}k${at}`,
);

/** A text, and one that it entails (a part of it) or not (other words of the same kind). */
function pairs(count: number): { texts: [string, string][]; labels: string[] } {
  const random = new Random("pairs");
  const texts: [string, string][] = [];
  const labels: string[] = [];
  for (let at = 0; at < count; at++) {
    const words = random.sample(WORDS, 10);
    const entailed = at % 2 === 0;
    const others = WORDS.filter((word) => !words.includes(word));
    const asked = entailed ? random.sample(words, 4) : random.sample(others, 4);
    texts.push([words.join(" "), asked.join(" ")]);
    labels.push(entailed ? "yes" : "no");
  }
  return { texts, labels };
}

const MEANING = { covered: 0, newNumber: 11, negation: 14, newNames: 17 };

describe("the alignment of pairs", () => {
  it("tells whether one text follows from another, which its words alone do not", () => {
    const { texts, labels } = pairs(200);
    const right = (alignmentShare: number): number => {
      const { probabilities, classes } = crossValidatedProbabilities({
        texts,
        labels,
        features: { alignmentShare, crossShare: 0 },
      });
      return probabilities.filter((row, at) => row[classes.indexOf(labels[at]!)]! > 0.5).length;
    };
    expect(right(2)).toBeGreaterThan(195);
    expect(right(0)).toBeLessThan(140);
  });

  it("is the same for a classifier that was written down", () => {
    const { texts, labels } = pairs(60);
    const classifier = trainTextClassifier({ texts, labels });
    const again = classifierFromJSON(
      JSON.parse(JSON.stringify(classifier.toJSON())) as ReturnType<typeof classifier.toJSON>,
    );
    expect(again.predict(pairs(90).texts)).toEqual(classifier.predict(pairs(90).texts));
  });

  it.each([
    ["covered words, in another form", "The shops closed early", "shop closing", "covered", 1],
    ["a number on one side", "It cost 30 euros", "It cost 50 euros", "newNumber", 1],
    ["negation on one side", "It was not found", "It was found", "negation", 1],
    ["negation on both", "It was not found", "Never found", "negation", 0],
    ["a name that is new", "They met the mayor", "They met Hidalgo", "newNames", 1],
    ["Korean words with particles", "회사가 공장을 닫았다", "공장은 회사의", "covered", 1],
    ["Korean negation", "문을 열지 않았다", "문을 열었다", "negation", 1],
  ] as const)("sees %s", (_what, one, other, name, expected) => {
    const alignment = PairAlignment.fit([[one, other], ...pairs(20).texts])!;
    const numbers = alignment.numbers([[one, other]]);
    expect(numbers[MEANING[name]]).toBeCloseTo(expected, 5);
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it("says nothing of single texts, and holds out empty ones", () => {
    expect(PairAlignment.fit(["one text"])).toBeNull();
    const numbers = PairAlignment.fit([["", ""]])!.numbers([
      ["", ""],
      ["a", ""],
    ]);
    expect(numbers.every(Number.isFinite)).toBe(true);
  });
});
