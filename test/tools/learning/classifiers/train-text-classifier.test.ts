import { classifierFromJSON } from "../../../../tools/learning/classifiers/classifier-from-json.js";
import type { ClassifierAlgorithm, TrainOptions } from "../../../../tools/learning/contract.js";
import { trainTextClassifier } from "../../../../tools/learning/classifiers/train-text-classifier.js";
import { toyTexts } from "../toy-texts.js";

const algorithms: ClassifierAlgorithm[] = [
  "linear-svm",
  "logistic-regression",
  "naive-bayes",
  "ensemble",
];
const train = toyTexts(90, 1);
const test = toyTexts(60, 2);

function accuracy(options: Partial<TrainOptions>): number {
  const predictions = trainTextClassifier({ ...train, ...options }).predict(test.texts);
  return (
    predictions.filter((prediction, i) => prediction.label === test.labels[i]).length /
    test.texts.length
  );
}

describe.each(algorithms)("trainTextClassifier with %s", (algorithm) => {
  it("learns the topics and returns probabilities that sum to 1", () => {
    expect(accuracy({ algorithm })).toBeGreaterThanOrEqual(0.95);
    for (const { probabilities } of trainTextClassifier({ ...train, algorithm }).predict(
      test.texts,
    )) {
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    }
  });

  it("gives the same bits for the same seed, and after saving and loading", () => {
    const first = trainTextClassifier({ ...train, algorithm, seed: 3 });
    const again = trainTextClassifier({ ...train, algorithm, seed: 3 });
    const loaded = classifierFromJSON(JSON.parse(JSON.stringify(first)));
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(loaded.predict(test.texts)).toEqual(first.predict(test.texts));
  });

  it("counts a row of weight 2 like two rows", () => {
    const texts = ["a b", "a c", "b c", "c d"];
    const labels = ["x", "y", "x", "y"];
    const weighted = trainTextClassifier({
      texts,
      labels,
      weights: [2, 1, 1, 1],
      algorithm,
      calibration: "none",
      features: { idfPower: 0 },
    });
    const repeated = trainTextClassifier({
      texts: [...texts, "a b"],
      labels: [...labels, "x"],
      algorithm,
      calibration: "none",
      features: { idfPower: 0 },
    });
    const [one] = weighted.predict(["a d"]);
    const [two] = repeated.predict(["a d"]);
    // The solvers stop within a tolerance of the same optimum.
    one!.probabilities.forEach((value, c) => expect(value).toBeCloseTo(two!.probabilities[c]!, 1));
  });

  it("does not look at rows of weight 0", () => {
    const wrong = {
      texts: [...train.texts, ...train.texts],
      labels: [
        ...train.labels,
        ...train.labels.map((label) => (label === "billing" ? "account" : "billing")),
      ],
    };
    expect(
      accuracy({
        ...wrong,
        weights: [...train.texts.map(() => 1), ...train.texts.map(() => 0)],
        algorithm,
      }),
    ).toBeGreaterThanOrEqual(0.95);
  });

  it("gives a class without rows probability 0 and keeps the order of `classes`", () => {
    const classifier = trainTextClassifier({
      ...train,
      algorithm,
      classes: ["never", "delivery", "billing", "account"],
    });
    expect(classifier.classes).toEqual(["never", "delivery", "billing", "account"]);
    const [prediction] = classifier.predict(["refund of my payment"]);
    expect(prediction!.label).toBe("billing");
    expect(prediction!.probabilities[0]).toBe(0);
  });

  it("labels several at once where rows have sets of labels", () => {
    const texts = train.texts.map(
      (text, i) => `${text} ${train.texts[(i + 1) % train.texts.length]}`,
    );
    const labels = train.labels.map((label, i) => [
      label,
      train.labels[(i + 1) % train.labels.length]!,
    ]);
    const classifier = trainTextClassifier({
      texts: [...texts, ...train.texts],
      labels: [...labels, ...train.labels.map((label) => [label])],
      algorithm,
    });
    const [both, single] = classifier.predict([
      "refund payment card parcel courier tracking",
      "password login username locked",
    ]);
    expect(both!.labels).toEqual(["billing", "delivery"]);
    expect(single!.labels).toEqual(["account"]);
  });

  it("learns from any script, emoji included", () => {
    const texts = [
      "배송이 늦어요",
      "배송이 아직 안 왔어요",
      "환불 해 주세요",
      "환불 요청합니다",
      "荷物が届かない",
      "返金してください",
      "😡😡 📦",
      "💸 💸",
    ];
    const labels = [
      "delivery",
      "delivery",
      "refund",
      "refund",
      "delivery",
      "refund",
      "delivery",
      "refund",
    ];
    const predictions = trainTextClassifier({ texts, labels, algorithm }).predict([
      "배송 언제 오나요",
      "환불 부탁",
      "荷物はまだ",
      "返金",
      "📦",
      "💸",
    ]);
    expect(predictions.map((prediction) => prediction.label)).toEqual([
      "delivery",
      "refund",
      "delivery",
      "refund",
      "delivery",
      "refund",
    ]);
  });

  it("survives empty texts and very long ones", () => {
    const long = "refund payment ".repeat(13_000);
    const classifier = trainTextClassifier({
      texts: [...train.texts, "", long],
      labels: [...train.labels, "billing", "billing"],
      algorithm,
    });
    const [empty, huge] = classifier.predict(["", long]);
    expect(empty!.probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(huge!.label).toBe("billing");
  });

  it("answers identical texts with the shares of their labels' classes", () => {
    const classifier = trainTextClassifier({
      texts: ["same", "same", "same", "same"],
      labels: ["a", "a", "a", "b"],
      algorithm,
    });
    const [prediction] = classifier.predict(["same"]);
    expect(prediction!.label).toBe("a");
    expect(prediction!.probabilities[1]).toBeGreaterThan(0.05);
  });

  it("trains with one sample in a class", () => {
    const classifier = trainTextClassifier({
      texts: [...train.texts, "unique zebra"],
      labels: [...train.labels, "zoo"],
      algorithm,
    });
    expect(classifier.classes).toContain("zoo");
    expect(classifier.predict(["unique zebra"])[0]!.label).toBe("zoo");
  });
});

describe("trainTextClassifier", () => {
  it("weighs classes so that a rare one is found more often", () => {
    const texts = [
      ...train.texts.filter((_, i) => train.labels[i] !== "account"),
      "my password today help",
      "the email again",
    ];
    const labels = [...train.labels.filter((label) => label !== "account"), "account", "account"];
    const probability = (classWeights: TrainOptions["classWeights"]): number => {
      const classifier = trainTextClassifier({
        texts,
        labels,
        classWeights,
        algorithm: "logistic-regression",
        calibration: "none",
      });
      return classifier.predict(["the login with my password"])[0]!.probabilities[
        classifier.classes.indexOf("account")
      ]!;
    };
    expect(probability("balanced")).toBeGreaterThan(probability(undefined));
    expect(probability({ account: 5 })).toBeGreaterThan(probability(undefined));
  });

  it("learns relations between the two texts of a pair", () => {
    const words = ["cat", "dog", "tree", "car", "moon", "river", "stone", "lamp", "bird", "fish"];
    const pairs: [string, string][] = [];
    const labels: string[] = [];
    for (const a of words)
      for (const b of words)
        if (a === b || (a.length + b.length) % 3 === 0) {
          pairs.push([`the ${a} is here`, `here is a ${b}`]);
          labels.push(a === b ? "same" : "other");
        }
    const predictions = trainTextClassifier({ texts: pairs, labels }).predict([
      ["the wolf is here", "here is a wolf"],
      ["the wolf is here", "here is a house"],
    ]);
    expect(predictions.map((prediction) => prediction.label)).toEqual(["same", "other"]);
  });

  it("predicts nearly the same from hashed features, with a bounded number of columns", () => {
    expect(accuracy({ features: { vocabulary: "hashed", hashBits: 10 } })).toBeGreaterThanOrEqual(
      0.9,
    );
  });

  it.each(["linear-svm", "logistic-regression"] as const)(
    "goes on from an earlier %s with new words and a new class",
    (algorithm) => {
      const first = trainTextClassifier({ ...train, algorithm });
      const more = trainTextClassifier({
        texts: ["zebra lion giraffe", "lion zoo zebra", "giraffe zoo"],
        labels: ["zoo", "zoo", "zoo"],
        initial: first,
      });
      expect(more.classes).toEqual([...first.classes, "zoo"]);
      expect(more.predict(["a zebra and a lion"])[0]!.label).toBe("zoo");
      const kept = more
        .predict(test.texts)
        .filter((prediction, i) => prediction.label === test.labels[i]).length;
      expect(kept / test.texts.length).toBeGreaterThanOrEqual(0.9);
    },
  );

  it.each<[string, Partial<TrainOptions>, string]>([
    ["no rows", { texts: [], labels: [] }, "TRAINING_DATA"],
    ["one class only", { texts: ["a", "b"], labels: ["x", "x"] }, "TRAINING_DATA"],
    ["only empty texts", { texts: ["", " "], labels: ["x", "y"] }, "TRAINING_DATA"],
    [
      "a label that is not among the classes",
      { classes: ["billing", "delivery"] },
      "TRAINING_DATA",
    ],
    [
      "a class named twice",
      { classes: ["billing", "billing", "delivery", "account"] },
      "TRAINING_DATA",
    ],
    ["all weights 0", { weights: train.texts.map(() => 0) }, "TRAINING_DATA"],
    [
      "a text that is not text",
      { texts: train.texts.map((text, i) => (i === 3 ? (null as unknown as string) : text)) },
      "SHAPE",
    ],
    ["fewer labels than texts", { labels: ["x"] }, "SHAPE"],
    ["fewer weights than texts", { weights: [1] }, "SHAPE"],
    ["a weight that is NaN", { weights: train.texts.map((_, i) => (i === 4 ? NaN : 1)) }, "SHAPE"],
    ["a negative weight", { weights: train.texts.map((_, i) => (i === 4 ? -1 : 1)) }, "SHAPE"],
    ["a cost of 0", { cost: 0 }, "SHAPE"],
    ["n-grams of length 0", { features: { characterNgrams: [0, 3] } }, "SHAPE"],
    ["a weight for an unknown class", { classWeights: { nothing: 2 } }, "TRAINING_DATA"],
  ])("refuses %s", (_, options, code) => {
    expect(() => trainTextClassifier({ ...train, ...options })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it("refuses a linear model over 100,000 classes with a hint, and naive Bayes takes them", () => {
    const count = 100_000;
    const texts = Array.from({ length: count }, (_, i) => `w${i}`);
    const labels = texts.map((text) => `class-${text}`);
    const features = { characterNgrams: null, wordNgrams: [1, 1] } as const;
    expect(() => trainTextClassifier({ texts, labels, features })).toThrow(
      expect.objectContaining({
        code: "TRAINING_DATA",
        hint: expect.stringContaining("naive-bayes") as unknown,
      }),
    );
    const classifier = trainTextClassifier({
      texts,
      labels,
      features,
      algorithm: "naive-bayes",
      calibration: "none",
    });
    expect(classifier.predict(["w77777"])[0]!.label).toBe("class-w77777");
  });

  it("refuses to read a state of another kind", () => {
    expect(() => classifierFromJSON({ type: "oracle", version: 1, classes: [] })).toThrow(
      expect.objectContaining({ code: "TRAINING_DATA" }),
    );
  });
});
