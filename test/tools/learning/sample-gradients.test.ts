import { LinearTextClassifier } from "../../../tools/learning/classifiers/linear-classifier.js";
import { sampleGradients } from "../../../tools/learning/sample-gradients.js";
import { trainTextClassifier } from "../../../tools/learning/classifiers/train-text-classifier.js";
import { toyTexts } from "./toy-texts.js";

const rows = toyTexts(45);
const classifier = trainTextClassifier({ ...rows, algorithm: "logistic-regression" });

describe("sampleGradients", () => {
  it.each(["cross-entropy", "reverse-cross-entropy"] as const)(
    "agrees with the finite difference of the %s",
    (loss) => {
      const linear = classifier as LinearTextClassifier;
      const text = ["my parcel is late again"];
      const gradient = sampleGradients(classifier, text, ["billing"], loss).sum();
      const lossOf = (weights: Float32Array): number => {
        const moved = new LinearTextClassifier({
          ...linear.parameters,
          weights,
          scaling: { sharpness: 1, offset: 0 },
        });
        const p = moved.predict(text)[0]!.probabilities[moved.classes.indexOf("billing")]!;
        return loss === "cross-entropy" ? -Math.log(p) : 4 * (1 - p);
      };
      const columns = [...gradient.keys()]
        .sort((a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!))
        .slice(0, 5);
      for (const column of columns) {
        const up = linear.parameters.weights.slice();
        const down = linear.parameters.weights.slice();
        up[column] = up[column]! + 0.01;
        down[column] = down[column]! - 0.01;
        expect((lossOf(up) - lossOf(down)) / (up[column]! - down[column]!)).toBeCloseTo(
          gradient[column]!,
          3,
        );
      }
    },
  );

  it("gives the same products one by one and along the sum", () => {
    const train = sampleGradients(classifier, rows.texts, rows.labels);
    const held = sampleGradients(classifier, toyTexts(5, 8).texts, toyTexts(5, 8).labels);
    const along = train.along(held.sum());
    const one = [0, 1, 2, 3, 4].reduce((sum, j) => sum + train.product(6, held, j), 0);
    expect(along[6]).toBeCloseTo(one, 6);
  });

  it("refuses other classifiers, unknown labels and lengths that differ", () => {
    expect(() => sampleGradients(trainTextClassifier(rows), rows.texts, rows.labels)).toThrow(
      expect.objectContaining({ code: "TRAINING_DATA" }),
    );
    expect(() => sampleGradients(classifier, ["a"], ["unknown"])).toThrow(
      expect.objectContaining({ code: "TRAINING_DATA" }),
    );
    expect(() => sampleGradients(classifier, ["a"], [])).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });
});
