import { HessianProduct } from "../../../../tools/learning/scores/hessian-product.js";
import { influenceFilter } from "../../../../tools/curation/filters/influence.js";
import { influenceScores } from "../../../../tools/learning/scores/influence-scores.js";
import { LinearTextClassifier } from "../../../../tools/learning/classifiers/linear-classifier.js";
import { trainTextClassifier } from "../../../../tools/learning/classifiers/train-text-classifier.js";
import { mean } from "../../../../base/statistics/mean.js";
import { curationContext, labelledTexts, made, removedBy, rowsOf } from "../curation-fixture.js";

describe("influence", () => {
  it("takes out harmful rows, which are the mislabelled ones", async () => {
    const { rows, wrong, labels } = labelledTexts(120, { wrong: 0.1 });
    const context = curationContext({ labels });
    const outcome = await made(influenceFilter).apply(rows, context);
    const removed = removedBy(outcome);
    expect(removed).toHaveLength(12);
    expect(removed.filter((index) => wrong.has(index)).length).toBeGreaterThanOrEqual(10);
    expect(mean([...wrong].map((index) => outcome.scores[index]!))).toBeGreaterThan(0);
    expect(removed.every((index) => outcome.scores[index]! > 0)).toBe(true);
    const residuals = outcome.figures.residuals as number[];
    expect(Math.max(...residuals)).toBeLessThan(0.01);
  });

  it("solves the same system by LiSSA, whose damping is damping x scale", () => {
    const { rows } = labelledTexts(40, { wrong: 0.1 });
    const task = {
      texts: rows.map((item) => item.text),
      labels: rows.map((item) => String(item.label)),
      weights: rows.map(() => 1),
      classes: ["food", "travel"],
      folds: rows.map((_row, index) => (index >> 1) % 2),
      seed: 1,
    };
    const exact = influenceScores({
      ...task,
      solver: "conjugate-gradient",
      damping: 0.5,
      iterations: 50,
      scale: 1,
    }).scores;
    const { scores } = influenceScores({
      ...task,
      solver: "lissa",
      damping: 0.005,
      iterations: 1500,
      scale: 100,
    });
    const [a, b] = [mean(exact), mean(scores)];
    const covariance = mean(exact.map((score, index) => (score - a) * (scores[index]! - b)));
    expect(
      covariance /
        Math.sqrt(
          mean(exact.map((score) => (score - a) ** 2)) *
            mean(scores.map((score) => (score - b) ** 2)),
        ),
    ).toBeGreaterThan(0.99);
  });

  it("removes nothing and says why where nothing can be learned", async () => {
    expect(
      (
        await made(influenceFilter).apply(
          rowsOf(["a", "b", "c", "d"], ["x", "x", "x", "x"]),
          curationContext(),
        )
      ).figures.notApplied,
    ).toMatch(/the class "x"/);
    expect(
      (await made(influenceFilter).apply([], curationContext({ multiLabel: true }))).figures
        .notApplied,
    ).toMatch(/multi-label/);
  });
});

describe("HessianProduct", () => {
  it("is the change of the mean gradient along a direction", () => {
    const { rows } = labelledTexts(12, { classes: 3 });
    const texts = rows.map((item) => item.text);
    const labels = rows.map((item) => String(item.label));
    const classifier = trainTextClassifier({
      texts,
      labels,
      algorithm: "logistic-regression",
    }) as LinearTextClassifier;
    const { vectorizer, weights } = classifier.parameters;
    const features = vectorizer.transform(texts);
    const direction = Float64Array.from(weights, (_weight, at) => Math.sin(at));
    const probabilitiesAt = (step: number): Float64Array[] => {
      const moved = new LinearTextClassifier({
        ...classifier.parameters,
        weights: Float32Array.from(weights, (weight, at) => weight + step * direction[at]!),
        scaling: { sharpness: 1, offset: 0 },
      });
      return moved.predictMatrix(features).map((prediction) => prediction.probabilities);
    };
    const gradient = (step: number): Float64Array => {
      const total = new Float64Array(weights.length);
      probabilitiesAt(step).forEach((p, row) => {
        for (let c = 0; c < 3; c++) {
          const residual = (p[c]! - (classifier.classes[c] === labels[row] ? 1 : 0)) / texts.length;
          total[features.columns * 3 + c] = total[features.columns * 3 + c]! + residual;
          for (let at = features.starts[row]!; at < features.starts[row + 1]!; at++)
            total[features.indices[at]! * 3 + c] =
              total[features.indices[at]! * 3 + c]! + features.values[at]! * residual;
        }
      });
      return total;
    };
    const step = 0.01;
    const [up, down] = [gradient(step), gradient(-step)];
    const product = new Float64Array(weights.length);
    new HessianProduct(
      features,
      probabilitiesAt(0),
      texts.map(() => 1),
    ).multiply(direction, product);
    for (let at = 0; at < product.length; at += 17)
      expect(product[at]!).toBeCloseTo((up[at]! - down[at]!) / (2 * step), 3);
  });
});
