import { solveLogisticJointly } from "../../../../tools/learning/classifiers/joint-logistic.js";
import { solveSoftmax } from "../../../../tools/learning/classifiers/softmax-solver.js";
import { squaredNorms } from "../../../../tools/learning/features/sparse-matrix.js";
import { TextVectorizer } from "../../../../tools/learning/features/text-vectorizer.js";
import { labelledTexts } from "../../curation/curation-fixture.js";

describe("logistic regressions solved at once", () => {
  const texts = labelledTexts(60, { wrong: 0.2 }).rows.map(({ text }) => text);
  const { matrix } = TextVectorizer.fit(texts, { characterNgrams: null });
  const norms = squaredNorms(matrix);
  /** Three problems: of half, a fifth and a tenth of the rows; a row counts double, one nothing. */
  const targets = [2, 5, 10].map((every) =>
    Uint8Array.from(texts, (_text, row) => (row % every === 0 ? 1 : 0)),
  );
  const costs = Float64Array.from(texts, (_text, row) => (row === 3 ? 0 : row === 4 ? 4 : 2));
  const shared = { matrix, seed: 1, tolerance: 1e-4, maxEpochs: 2000, biasFeature: 1 } as const;

  it("end where each ends as a problem of two classes", () => {
    const weights = new Float32Array((matrix.columns + 1) * 3);
    const lanes = targets.map((target) => ({
      targets: target,
      costs,
      dual: Float32Array.from(target),
    }));
    solveLogisticJointly({ ...shared, lanes, weights, norms });
    targets.forEach((target, lane) => {
      const pair = new Float32Array((matrix.columns + 1) * 2);
      const { dual } = solveSoftmax({
        ...shared,
        labels: Int32Array.from(target),
        classes: 2,
        costs,
        weights: pair,
      });
      for (let column = 0; column <= matrix.columns; column++)
        expect(weights[3 * column + lane]).toBeCloseTo(
          pair[2 * column + 1]! - pair[2 * column]!,
          2,
        );
      expect(lanes[lane]!.dual[0]).toBeCloseTo(dual[1]!, 2);
    });
  });

  it("leave the bias alone where it is told to stay, and stop at the passes allowed", () => {
    const weights = new Float32Array(matrix.columns + 1);
    const lane = { targets: targets[0]!, costs, dual: Float32Array.from(targets[0]!) };
    const still = { ...shared, biasFeature: 0, maxEpochs: 3 } as const;
    expect(solveLogisticJointly({ ...still, lanes: [lane], weights, norms })).toBe(3);
    expect(weights[matrix.columns]).toBe(0);
    expect(weights.some((value) => value !== 0)).toBe(true);
  });
});
