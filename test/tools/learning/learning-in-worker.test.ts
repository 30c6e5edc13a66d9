import { crossValidatedProbabilities } from "../../../tools/learning/cross-validated-probabilities.js";
import {
  crossValidatedProbabilitiesInWorker,
  predictionsPerSeedInWorker,
  trainingDynamicsInWorker,
  trainTextClassifierInWorker,
} from "../../../tools/learning/learning-in-worker.js";
import { trainTextClassifier } from "../../../tools/learning/classifiers/train-text-classifier.js";
import { trainingDynamics } from "../../../tools/learning/training-dynamics.js";
import { toyTexts } from "./toy-texts.js";

const rows = toyTexts(45);

describe("learning in worker threads", () => {
  it("gives what this thread gives, to the bit", async () => {
    const initial = trainTextClassifier(rows);
    const [trained, continued, validated, dynamics] = await Promise.all([
      trainTextClassifierInWorker(rows),
      trainTextClassifierInWorker({ ...toyTexts(12, 9), initial }),
      crossValidatedProbabilitiesInWorker({ ...rows, seed: 2, repeats: 2 }),
      trainingDynamicsInWorker({ ...rows, epochs: 2 }),
    ]);
    expect(JSON.stringify(trained)).toBe(JSON.stringify(initial));
    expect(JSON.stringify(continued)).toBe(
      JSON.stringify(trainTextClassifier({ ...toyTexts(12, 9), initial })),
    );
    expect(validated).toEqual(crossValidatedProbabilities({ ...rows, seed: 2, repeats: 2 }));
    expect(dynamics).toEqual(trainingDynamics({ ...rows, epochs: 2 }));
  });

  it("says with each seed what a classifier of that seed says", async () => {
    const { texts } = toyTexts(20, 3);
    // With wrong labels among them it matters which rows a seed holds out.
    const labels = rows.labels.map((label, row) =>
      row % 4 === 0 ? (rows.labels[row + 1] ?? label) : label,
    );
    const hard = { ...rows, labels };
    const found = await predictionsPerSeedInWorker({ ...hard, seeds: [1, 7], test: texts });
    const alone = [1, 7].map((seed) => trainTextClassifier({ ...hard, seed }).predict(texts));
    expect(found).toEqual(
      alone.map((predictions) => ({
        labels: predictions.map(({ label }) => label),
        confidences: predictions.map(({ probabilities }) => Math.max(...probabilities)),
      })),
    );
    expect(found[0]).not.toEqual(found[1]);
    const several = { ...rows, labels: rows.labels.map((label) => [String(label), "text"]) };
    const [first] = await predictionsPerSeedInWorker({ ...several, seeds: [0], test: texts });
    expect(first!.labels).toEqual(
      trainTextClassifier(several)
        .predict(texts)
        .map(({ labels }) => labels),
    );
  });

  it("knows what it learned of the same rows, and hands out nothing that another can change", async () => {
    const once = await trainTextClassifierInWorker({ ...rows, seed: 3 });
    expect(await trainTextClassifierInWorker({ ...rows, seed: 3 })).toBe(once);
    expect(await trainTextClassifierInWorker({ ...rows, seed: 4 })).not.toBe(once);
    const first = rows.texts.map((_text, row) => (row === 0 ? 2 : 1));
    expect(await trainTextClassifierInWorker({ ...rows, seed: 3, weights: first })).not.toBe(once);
    const validated = await crossValidatedProbabilitiesInWorker({ ...rows, seed: 3 });
    const before = structuredClone(validated);
    validated.probabilities[0]!.fill(0);
    validated.folds.fill(9);
    expect(await crossValidatedProbabilitiesInWorker({ ...rows, seed: 3 })).toEqual(before);
  });

  it("counts later texts where earlier ones were counted, and gives the same", async () => {
    // Larger, smaller and larger again than what was there before.
    for (const [size, seed] of [
      [60, 5],
      [30, 6],
      [58, 7],
      [90, 8],
    ] as const) {
      const others = { ...toyTexts(size, seed), seed };
      expect(await crossValidatedProbabilitiesInWorker(others)).toEqual(
        crossValidatedProbabilities(others),
      );
    }
  });

  it("brings coded errors back with code and hint", async () => {
    await expect(
      trainTextClassifierInWorker({ texts: ["a", "b"], labels: ["x", "x"] }),
    ).rejects.toMatchObject({
      name: "DatawrightError",
      code: "TRAINING_DATA",
      hint: expect.stringContaining("two classes") as unknown,
    });
  });

  it("stops when the signal fires", async () => {
    const controller = new AbortController();
    const training = trainTextClassifierInWorker(toyTexts(30_000), { signal: controller.signal });
    controller.abort();
    await expect(training).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});
