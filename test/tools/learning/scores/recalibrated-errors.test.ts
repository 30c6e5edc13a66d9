import { mean } from "../../../../base/statistics/mean.js";
import { recalibratedErrors } from "../../../../tools/learning/scores/recalibrated-errors.js";

/** Rows of two classes, the first given in four of five; the model says the first by `sure`. */
function rowsOf(sure: number): {
  probabilities: readonly Float64Array[];
  targets: readonly (readonly number[])[];
} {
  const rows = Array.from({ length: 100 }, (_, index) => index);
  return {
    probabilities: rows.map((index) =>
      index % 2 === 0 ? Float64Array.of(sure, 1 - sure) : Float64Array.of(1 - sure, sure),
    ),
    targets: rows.map((index) => [(index % 10 < 2 ? index + 1 : index) % 2]),
  };
}

describe("recalibratedErrors", () => {
  const errorOf = (sure: number): number => {
    const { probabilities, targets } = rowsOf(sure);
    return mean(recalibratedErrors(probabilities, targets, { multiLabel: false }));
  };

  it("holds being sure against no model whose labels are as often right", () => {
    // With a fifth of wrong labels the best is .8 for the class: .2 * .8 * 2.
    for (const sure of [0.55, 0.8, 0.99, 1]) expect(errorOf(sure)).toBeCloseTo(0.32, 3);
  });

  it("gives what knows nothing the error of equal chances, and what is worse no more", () => {
    expect(errorOf(0.5)).toBeCloseTo(0.5);
    expect(errorOf(0.05)).toBeCloseTo(0.5, 2);
  });

  it("takes each class of a set by itself", () => {
    const errors = recalibratedErrors(
      [Float64Array.of(0.9, 0.9, 0.1), Float64Array.of(0.1, 0.9, 0.1)],
      [[0, 1], [1]],
      { multiLabel: true },
    );
    expect(errors).toHaveLength(2);
    expect(Math.max(...errors)).toBeLessThan(0.001);
  });
});
