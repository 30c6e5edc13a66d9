import { crossValidatedProbabilities } from "../../../tools/learning/cross-validated-probabilities.js";
import {
  crossValidatedProbabilitiesInWorker,
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
