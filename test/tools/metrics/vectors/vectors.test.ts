import fc from "fast-check";
import {
  averagePairwiseSimilarity,
  classRowSimilarity,
} from "../../../../tools/metrics/vectors/average-pairwise-similarity.js";
import { unitRows } from "../../../../tools/metrics/vectors/unit-rows.js";
import { vendiScore } from "../../../../tools/metrics/vectors/vendi.js";

const vector = fc
  .array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 })
  .filter((list) => list.some((value) => value !== 0))
  .map((list) => Float32Array.from(list));
const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, axis) => sum + value * b[axis]!, 0) / Math.hypot(...a) / Math.hypot(...b);
const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

describe("averagePairwiseSimilarity", () => {
  it("agrees with the mean over all pairs, within and between classes too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(vector, fc.constantFrom("x", "y", "z")), { maxLength: 12 }),
        (rows) => {
          const vectors = rows.map(([value]) => value);
          const labels = rows.map(([, label]) => label);
          const pairs = vectors.flatMap((a, i) =>
            vectors.slice(i + 1).map((b, j) => ({
              same: labels[i] === labels[i + 1 + j],
              label: labels[i],
              value: cosine(a, b),
            })),
          );
          const expectClose = (actual: number | null, expected: number | null) =>
            expected === null ? expect(actual).toBeNull() : expect(actual).toBeCloseTo(expected, 6);
          expectClose(averagePairwiseSimilarity(vectors), mean(pairs.map((pair) => pair.value)));
          const classOf = Int32Array.from(labels, (label) => "xyz".indexOf(label));
          const { intra, inter } = classRowSimilarity(unitRows(vectors), classOf);
          const perClass = ["x", "y", "z"].map((label) =>
            mean(
              pairs.filter((pair) => pair.same && pair.label === label).map((pair) => pair.value),
            ),
          );
          expectClose(intra, mean(perClass.filter((value): value is number => value !== null)));
          expectClose(inter, mean(pairs.filter((pair) => !pair.same).map((pair) => pair.value)));
        },
      ),
    );
  });
  it("refuses vectors that have no direction", () => {
    for (const bad of [new Float32Array(2), Float32Array.of(NaN, 1)]) {
      for (const metric of [averagePairwiseSimilarity, vendiScore]) {
        expect(() => metric([Float32Array.of(1, 0), bad])).toThrow(
          expect.objectContaining({ code: "VECTOR_INVALID" }),
        );
      }
    }
    expect(() => averagePairwiseSimilarity([Float32Array.of(1), Float32Array.of(1, 2)])).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });
});

describe("vendiScore", () => {
  const axis = (index: number, d = 6) =>
    Float32Array.from({ length: d }, (_, at) => (at === index ? 2 : 0));
  it("counts the different vectors", () => {
    expect(vendiScore([])).toBeNull();
    expect(vendiScore([axis(0), axis(0), axis(0)])).toBeCloseTo(1);
    expect(vendiScore([axis(0), axis(1), axis(2)])).toBeCloseTo(3);
    expect(vendiScore(Array.from({ length: 40 }, (_, index) => axis(index % 4)))).toBeCloseTo(4);
  });
  it("gives the same in both forms", () => {
    fc.assert(
      fc.property(fc.array(vector, { minLength: 1, maxLength: 8 }), (vectors) => {
        const wide = vectors.map((value) => Float32Array.from([...value, 0, 0, 0, 0, 0, 0]));
        expect(vendiScore(vectors)).toBeCloseTo(vendiScore(wide)!, 6);
      }),
    );
  });
});
