import fc from "fast-check";
import { Random } from "../../../../base/statistics/random.js";
import { averagePairwiseSimilarity } from "../../../../tools/metrics/vectors/average-pairwise-similarity.js";
import { chamferOfRows } from "../../../../tools/metrics/vectors/distance-diversity.js";
import { divergenceArea, mauve } from "../../../../tools/metrics/vectors/mauve.js";
import { meanDiscrepancy } from "../../../../tools/metrics/vectors/mean-discrepancy.js";
import { neighbourCoverage } from "../../../../tools/metrics/vectors/neighbour-coverage.js";
import { unitRows } from "../../../../tools/metrics/vectors/unit-rows.js";
import { vendiScore } from "../../../../tools/metrics/vectors/vendi.js";

/** Vectors about a direction of their own. */
function cloud(count: number, direction: number, seed: number): number[][] {
  const random = new Random(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: 6 }, (_, axis) => (axis === direction ? 3 : 0) + random.normal()),
  );
}

describe("neighbourCoverage", () => {
  it("is whole for equal sets, and nothing for sets that are far apart", () => {
    const units = unitRows(cloud(60, 0, 1));
    expect(neighbourCoverage(units, units)).toMatchObject({ precision: 1, recall: 1, coverage: 1 });
    const [near, far] = [
      unitRows(
        cloud(60, 0, 2).map((vector) => vector.map((value, at) => value + (at === 0 ? 30 : 0))),
      ),
      unitRows(
        cloud(60, 3, 3).map((vector) => vector.map((value, at) => value + (at === 3 ? 30 : 0))),
      ),
    ];
    expect(neighbourCoverage(near, far)).toEqual({
      precision: 0,
      recall: 0,
      density: 0,
      coverage: 0,
    });
  });

  it("says that a set of one kind is precise and recalls little", () => {
    const real = unitRows([...cloud(60, 0, 4), ...cloud(60, 3, 5)]);
    const { precision, recall } = neighbourCoverage(unitRows(cloud(60, 0, 6)), real);
    expect(precision).toBeGreaterThan(0.9);
    expect(recall).toBeLessThan(0.75);
    const few = unitRows([[1, 0]]);
    expect(() => neighbourCoverage(few, few)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});

describe("meanDiscrepancy", () => {
  it("tells two distributions apart, and not two draws of one", () => {
    const [first, second, other] = [
      unitRows(cloud(60, 0, 1)),
      unitRows(cloud(60, 0, 2)),
      unitRows(cloud(60, 1, 3)),
    ];
    expect(meanDiscrepancy(first, second).probability).toBeGreaterThan(0.05);
    const apart = meanDiscrepancy(first, other);
    expect(apart.probability).toBeCloseTo(1 / 201, 12);
    expect(apart.squared).toBeGreaterThan(0.1);
    expect(meanDiscrepancy(first, other)).toEqual(apart);
  });

  it("is the unbiased estimate of Gretton et al. (2012), worked out by hand", () => {
    const [x, y] = [
      unitRows([
        [1, 0],
        [1, 0],
      ]),
      unitRows([
        [0, 1],
        [0, 1],
      ]),
    ];
    // Squared distances between are 2, which is their median; 1 + 1 - 2 exp(-1).
    expect(meanDiscrepancy(x, y).squared).toBeCloseTo(2 - 2 * Math.exp(-1), 12);
  });
});

describe("mauve", () => {
  it("has the area of the curve in closed form", () => {
    const shares = Float64Array.of(0.25, 0.75);
    expect(divergenceArea(shares, shares)).toBeCloseTo(1, 12);
    // Disjoint: x = (1 - w)^5, y = w^5, area 5 B(6, 5) = 1 / 252, by trapezoids a little more.
    const apart = divergenceArea(Float64Array.of(1, 0), Float64Array.of(0, 1));
    expect(apart).toBeCloseTo(1 / 252, 3);
  });

  it("is high for draws of one distribution and low for two", () => {
    const [first, second, other] = [cloud(200, 0, 1), cloud(200, 0, 2), cloud(200, 3, 3)].map(
      (vectors) => unitRows(vectors),
    );
    expect(mauve(first!, second!)).toBeGreaterThan(0.7);
    expect(mauve(first!, other!)).toBeLessThan(0.2);
    expect(mauve(first!, second!, 7)).toBe(mauve(first!, second!, 7));
  });
});

describe("chamferOfRows", () => {
  it("is exact over all rows, and a sample's interval holds it", () => {
    const units = unitRows(cloud(200, 0, 9));
    const exact = chamferOfRows(units)!;
    expect(exact).toMatchObject({ rows: 200, low: exact.value, high: exact.value });
    const sample = chamferOfRows(units, { sample: 60, seed: 3 })!;
    expect(sample.rows).toBe(60);
    expect(sample.low).toBeLessThan(exact.value);
    expect(sample.high).toBeGreaterThan(exact.value);
  });

  it("counts rows with a twin, and needs two rows", () => {
    expect(chamferOfRows(unitRows([[1, 0]]))).toBeNull();
    expect(
      chamferOfRows(
        unitRows([
          [1, 0],
          [2, 0],
          [0, 1],
        ]),
      )!.twins.share,
    ).toBeCloseTo(2 / 3, 12);
  });
});

describe("properties of diversity by vectors", () => {
  const vector = fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 })
    .filter((list) => list.some((value) => value !== 0));
  it("stays in bounds, whatever the order, and never grows by duplication", () => {
    fc.assert(
      fc.property(fc.array(vector, { minLength: 2, maxLength: 8 }), (vectors) => {
        const [score, similarity] = [vendiScore(vectors)!, averagePairwiseSimilarity(vectors)!];
        expect(score).toBeGreaterThanOrEqual(1);
        expect(score).toBeLessThanOrEqual(vectors.length);
        expect(similarity).toBeGreaterThanOrEqual(-1 - 1e-9);
        expect(similarity).toBeLessThanOrEqual(1 + 1e-9);
        const back = [...vectors].reverse();
        expect(vendiScore(back)).toBeCloseTo(score, 9);
        expect(averagePairwiseSimilarity(back)).toBeCloseTo(similarity, 9);
        const doubled = [...vectors, ...vectors];
        expect(vendiScore(doubled)).toBeLessThanOrEqual(score + 1e-6);
        expect(averagePairwiseSimilarity(doubled)).toBeGreaterThanOrEqual(similarity - 1e-9);
      }),
    );
  });

  it("refuses numbers that are none", () => {
    for (const call of [() => vendiScore([[NaN, 1]]), () => averagePairwiseSimilarity([[0, 0]])])
      expect(call).toThrow(expect.objectContaining({ code: "VECTOR_INVALID" }));
  });
});
