import { Random } from "../../../../base/statistics/random.js";
import { classifierFromJSON } from "../../../../tools/learning/classifiers/classifier-from-json.js";
import {
  labelsOf,
  labelThresholds,
} from "../../../../tools/learning/classifiers/label-thresholds.js";
import type { LinearTextClassifier } from "../../../../tools/learning/classifiers/linear-classifier.js";
import { trainTextClassifier } from "../../../../tools/learning/classifiers/train-text-classifier.js";
import { crossValidatedProbabilities } from "../../../../tools/learning/cross-validated-probabilities.js";
import type { TrainOptions } from "../../../../tools/learning/contract.js";
import { toyTexts } from "../toy-texts.js";

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** Topic texts with words of their own in each, so that every wrong label can be learnt by heart. */
function noisy(count: number, share: number, seed = 3): { texts: string[]; labels: string[] } {
  const random = new Random(seed);
  const { texts, labels } = toyTexts(count, seed);
  const names = [...new Set(labels)];
  const word = (): string => random.sample(LETTERS, 5).join("");
  return {
    texts: texts.map((text) => `${text} ${word()} ${word()} ${word()}`),
    labels: labels.map((label) =>
      random.next() < share ? names[(names.indexOf(label) + 1) % names.length]! : label,
    ),
  };
}

const train = (options: TrainOptions): LinearTextClassifier =>
  trainTextClassifier(options) as LinearTextClassifier;

describe("the cost of a linear classifier", () => {
  it.each(["linear-svm", "logistic-regression"] as const)(
    "of %s is smaller where labels are wrong, and then more answers are right",
    (algorithm) => {
      const rows = noisy(450, 0.35);
      const test = toyTexts(150, 9);
      const chosen = train({ ...rows, algorithm });
      const usual = train({ ...rows, algorithm, cost: algorithm === "linear-svm" ? 4 : 20 });
      const right = (classifier: LinearTextClassifier): number =>
        classifier.predict(test.texts).filter(({ label }, i) => label === test.labels[i]).length;
      expect(chosen.parameters.cost).toBeLessThan(usual.parameters.cost!);
      expect(right(chosen)).toBeGreaterThan(right(usual));
    },
  );

  it("is the usual one for few rows, the one asked for where there is one, and is kept", () => {
    expect(train(noisy(150, 0.35)).parameters.cost).toBe(4);
    const asked = train({ ...noisy(300, 0.35), cost: 2 });
    expect(asked.parameters.cost).toBe(2);
    const restored = classifierFromJSON(asked.toJSON()) as LinearTextClassifier;
    expect(restored.parameters.cost).toBe(2);
    const continued = train({ ...toyTexts(12, 5), initial: restored });
    expect(continued.parameters.cost).toBe(2);
  });
});

describe("a small cost", () => {
  /** Two classes, one in four rows rare, told apart by one word in ten, a fifth of the labels wrong. */
  const uneven = (
    count: number,
    seed: number,
  ): { texts: string[]; truth: string[]; labels: string[] } => {
    const random = new Random(seed);
    const word = (): string => random.sample(LETTERS, 3).join("");
    const truth = Array.from({ length: count }, () => (random.next() < 0.25 ? "rare" : "usual"));
    const texts = truth.map((label) => {
      const own = random.pick(label === "rare" ? ["refund", "charge"] : ["parcel", "courier"]);
      return random.shuffle([own, ...Array.from({ length: 9 }, word)]).join(" ");
    });
    const labels = truth.map((label) =>
      random.next() < 0.2 ? (label === "rare" ? "usual" : "rare") : label,
    );
    return { texts, truth, labels };
  };

  it.each([
    [1200, "linear-svm", 1 / 256],
    [1200, "logistic-regression", 20 / 4096],
  ] as const)("leaves the rare class its share of %i rows with %s", (count, algorithm, cost) => {
    const { texts, labels } = uneven(count, 3);
    const test = uneven(300, 11);
    const said = train({ texts, labels, algorithm, cost }).predict(test.texts);
    const found = said.filter(({ label }, row) => label === "rare" && test.truth[row] === "rare");
    const rare = test.truth.filter((label) => label === "rare").length;
    expect(found.length / rare).toBeGreaterThan(0.7);
    expect(said.filter(({ label }, row) => label === test.truth[row]).length).toBeGreaterThan(255);
  });
});

describe("the cuts of several labels", () => {
  it("find a label that is never likelier than one half", () => {
    const random = new Random(1);
    const probabilities = Array.from({ length: 400 }, () => [random.next() * 0.45, 0.9]);
    const sets = probabilities.map(([p]) => (random.next() < p! ? [0, 1] : [1]));
    const rule = labelThresholds(probabilities, sets);
    expect(rule.thresholds[0]).toBeLessThan(0.45);
    expect(rule.thresholds[0]).toBeGreaterThan(0.1);
    expect(rule.mayBeEmpty).toBe(false);
    expect(labelsOf([0.01, 0.02], rule)).toHaveLength(1);
    expect(labelsOf([0.01, 0.02], { ...rule, mayBeEmpty: true })).toEqual([]);
  });

  it("leave no row without a label where every known row has one", () => {
    const { texts, labels } = noisy(240, 0.1);
    const several = labels.map((label, i) => (i % 4 === 0 ? [label, "urgent"] : [label]));
    const marked = texts.map((text, i) => (i % 4 === 0 ? `${text} now` : text));
    for (const algorithm of ["linear-svm", "naive-bayes", "ensemble"] as const) {
      const classifier = trainTextClassifier({ texts: marked, labels: several, algorithm });
      const said = classifier.predict([...toyTexts(60, 8).texts, "", "nothing of it"]);
      expect(said.filter(({ labels: found }) => found!.length === 0)).toEqual([]);
      expect(classifierFromJSON(classifier.toJSON()).predict(["parcel now"])).toEqual(
        classifier.predict(["parcel now"]),
      );
    }
  });
});

it.each(["linear-svm", "logistic-regression", "naive-bayes", "ensemble"] as const)(
  "%s tells probabilities of sets of labels where some labels have one row only",
  (algorithm) => {
    const { texts, labels } = toyTexts(30, 4);
    const { probabilities } = crossValidatedProbabilities({
      texts,
      labels: labels.map((label, row) => (row < 4 ? [label, `rare ${row}`] : [label])),
      algorithm,
    });
    for (const row of probabilities)
      for (const value of row) expect(value >= 0 && value <= 1).toBe(true);
  },
);
