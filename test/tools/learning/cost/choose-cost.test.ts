import { Random } from "../../../../base/statistics/random.js";
import { chooseCost } from "../../../../tools/learning/cost/choose-cost.js";
import { TextVectorizer } from "../../../../tools/learning/features/text-vectorizer.js";
import { trainingSet } from "../../../../tools/learning/features/training-set.js";

/** Short texts, a word in three of their own class. */
function choiceOf(rows: number, fittedOn?: number) {
  const random = new Random("choice");
  const texts: string[] = [];
  const labels: string[] = [];
  for (let row = 0; row < rows; row++) {
    const own = row % 5;
    const words = Array.from({ length: 5 }, () =>
      random.next() < 0.35
        ? `w${own}x${Math.floor(9 * random.next())}`
        : `c${Math.floor(99 * random.next())}`,
    );
    texts.push(words.join(" "));
    labels.push(`class ${own}`);
  }
  const { matrix } = TextVectorizer.fit(texts, { characterNgrams: null });
  return chooseCost({
    matrix,
    set: trainingSet({ texts, labels }),
    algorithm: "linear-svm",
    cost: undefined,
    calibration: "leave-one-out",
    seed: 1,
    maxEpochs: 100,
    rows: fittedOn,
  });
}

it("tells how sharp scores grow with the rows only where the rows fitted are few of all", () => {
  const near = choiceOf(1600).curve!;
  expect(near.rows).toBeGreaterThan(1000);
  expect(near.perDoubling).toBe(1);
  expect(choiceOf(1600, 30_000).curve!.perDoubling).not.toBe(1);
});
