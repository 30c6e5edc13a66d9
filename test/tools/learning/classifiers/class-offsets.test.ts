import { Random } from "../../../../base/statistics/random.js";
import { withClassOffsets } from "../../../../tools/learning/classifiers/class-offsets.js";
import { toProbabilities } from "../../../../tools/learning/classifiers/temperature.js";

/** Scores of three classes, of which one is scored too low by as much as `shift`. */
function heldOut(shift: number, rows = 400) {
  const random = new Random(`offsets ${shift}`);
  const scores = new Float64Array(3 * rows);
  const labels = Array.from({ length: rows }, (_, row) => {
    const truth = [random.next() * 3, random.next() * 3, random.next() * 3];
    const total = truth.reduce((sum, score) => sum + Math.exp(score), 0);
    let left = random.next() * total;
    const label = truth.findIndex((score) => (left -= Math.exp(score)) < 0);
    truth.forEach((score, c) => (scores[row * 3 + c] = score - (c === 0 ? shift : 0)));
    return Math.max(0, label);
  });
  return { scores, labels, weights: labels.map(() => 1), classes: 3 };
}
const PLAIN = { sharpness: 1, offset: 0 };

describe("withClassOffsets", () => {
  it("gives a class back what its scores lack", () => {
    const { perClass, sharpness } = withClassOffsets(heldOut(2), PLAIN);
    expect(perClass![0]!.offset - perClass![1]!.offset).toBeCloseTo(2, 0);
    expect(sharpness).toBeCloseTo(1, 0);
    const row = Float64Array.of(0, 0, -Infinity);
    toProbabilities(row, { sharpness, offset: 0, perClass: perClass! }, false);
    expect(row[0]).toBeGreaterThan(0.8);
    expect([row[0]! + row[1]!, row[2]]).toEqual([1, 0]);
  });

  it("leaves the temperature alone where it is enough, and where too few rows are known", () => {
    expect(withClassOffsets(heldOut(0), PLAIN)).toEqual(PLAIN);
    expect(withClassOffsets(heldOut(2, 60), PLAIN)).toEqual(PLAIN);
  });
});
