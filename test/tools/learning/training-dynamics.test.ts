import { trainingDynamics } from "../../../tools/learning/training-dynamics.js";
import { toyTexts } from "./toy-texts.js";

const rows = toyTexts(60);
const mean = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("trainingDynamics", () => {
  it("raises the probability of right labels and keeps that of wrong ones low", () => {
    const labels = rows.labels.map((label, i) =>
      i === 10 || i === 20 ? (label === "billing" ? "account" : "billing") : label,
    );
    const { probabilityOfGiven, epochs } = trainingDynamics({
      texts: rows.texts,
      labels,
      epochs: 8,
    });
    expect(epochs).toBe(8);
    const confidence = probabilityOfGiven.map(mean);
    const order = [...confidence.keys()].sort((a, b) => confidence[a]! - confidence[b]!);
    expect(order.slice(0, 2).sort((a, b) => a - b)).toEqual([10, 20]);
    expect(probabilityOfGiven[0]![7]).toBeGreaterThan(probabilityOfGiven[0]![0]!);
  });

  it("is the same for the same seed and refuses what it cannot learn from", () => {
    expect(trainingDynamics({ ...rows, seed: 5, epochs: 2 })).toEqual(
      trainingDynamics({ ...rows, seed: 5, epochs: 2 }),
    );
    expect(() => trainingDynamics({ ...rows, epochs: 0 })).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
    expect(() => trainingDynamics({ texts: ["a", "b"], labels: [["x"], ["y"]] })).toThrow(
      expect.objectContaining({ code: "TRAINING_DATA" }),
    );
  });
});
