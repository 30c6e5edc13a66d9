import { LanguageModelClassifier } from "../../../../tools/learning/classifiers/language-model-classifier.js";
import { NearestNeighbourClassifier } from "../../../../tools/learning/classifiers/nearest-neighbour-classifier.js";

describe("NearestNeighbourClassifier", () => {
  const vectors = [
    [1, 0],
    [0.9, 0.1],
    [0, 1],
    [0.1, 0.9],
  ];
  const labels = ["right", "right", "up", "up"];

  it("follows the nearest vectors and never gives a seen class probability 0", () => {
    const [prediction] = new NearestNeighbourClassifier({
      vectors,
      labels,
      neighbours: 2,
    }).predictVectors([[2, 0.1]]);
    expect(prediction!.label).toBe("right");
    expect(prediction!.probabilities[1]).toBeGreaterThan(0);
    expect(prediction!.probabilities[0]! + prediction!.probabilities[1]!).toBeCloseTo(1);
  });

  it("embeds texts with the function given", async () => {
    const embed = async (texts: readonly string[]): Promise<number[][]> =>
      texts.map((text) => (text.includes("sky") ? [0, 1] : [1, 0]));
    const predictions = await new NearestNeighbourClassifier({
      vectors,
      labels,
      neighbours: 1,
    }).predict(["the sky", ["to the", "side"]], { embed });
    expect(predictions.map((prediction) => prediction.label)).toEqual(["up", "right"]);
  });

  it("refuses zero, NaN and misshapen vectors", async () => {
    for (const bad of [
      [0, 0],
      [NaN, 1],
      [1, 2, 3],
    ]) {
      expect(
        () =>
          new NearestNeighbourClassifier({ vectors: [...vectors, bad], labels: [...labels, "up"] }),
      ).toThrow(expect.objectContaining({ code: "VECTOR_INVALID" }));
    }
    expect(() => new NearestNeighbourClassifier({ vectors, labels: ["up"] })).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
    expect(() => new NearestNeighbourClassifier({ vectors: [], labels: [] })).toThrow(
      expect.objectContaining({ code: "TRAINING_DATA" }),
    );
    await expect(
      new NearestNeighbourClassifier({ vectors, labels }).predict(["a"], {
        embed: () => Promise.resolve([]),
      }),
    ).rejects.toMatchObject({ code: "SHAPE" });
  });

  it("predicts the same when it is read from its JSON, with weights and sets of labels", () => {
    const trained = new NearestNeighbourClassifier({
      vectors,
      labels: [["right"], ["right", "up"], ["up"], []],
      weights: [1, 3, 1, 1],
      neighbours: 2,
    });
    const state = JSON.parse(JSON.stringify(trained)) as ReturnType<typeof trained.toJSON>;
    const [before] = trained.predictVectors([[1, 0.05]]);
    const [after] = NearestNeighbourClassifier.fromState(state).predictVectors([[1, 0.05]]);
    expect(after).toEqual(before);
    expect(before!.labels).toEqual(["right", "up"]);
    expect(() => NearestNeighbourClassifier.fromState({ ...state, type: "linear" })).toThrow(
      expect.objectContaining({ code: "TRAINING_DATA" }),
    );
  });
});

describe("LanguageModelClassifier", () => {
  it("turns labels and masses into probabilities and counts what it could not use", async () => {
    const classifier = new LanguageModelClassifier({ classes: ["a", "b", "c"] });
    const predictions = await classifier.predict(["1", "2", "3", "4"], {
      ask: async () => ["b", { a: 3, c: 1 }, null, "no such class"],
    });
    expect(predictions[0]!.label).toBe("b");
    expect(Array.from(predictions[0]!.probabilities)).toEqual([
      expect.closeTo(0.05),
      expect.closeTo(0.9),
      expect.closeTo(0.05),
    ]);
    expect(Array.from(predictions[1]!.probabilities)).toEqual([0.75, 0, 0.25]);
    expect(Array.from(predictions[2]!.probabilities)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(classifier.unanswered).toBe(2);
  });

  it("refuses a model that answers another number of texts", async () => {
    const classifier = new LanguageModelClassifier({ classes: ["a", "b"] });
    await expect(classifier.predict(["1"], { ask: async () => [] })).rejects.toMatchObject({
      code: "SHAPE",
    });
    expect(() => new LanguageModelClassifier({ classes: ["a"] })).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });
});
