import fc from "fast-check";
import { Random } from "../../../../base/statistics/random.js";
import { estimateLabelShift } from "../../../../tools/learning/label-shift/estimate-label-shift.js";

/** Points on a line, one normal distribution for each class, and their exact class probabilities. */
function sampled(
  count: number,
  shares: readonly number[],
  { seed, prior }: { seed: number; prior: readonly number[] },
): { labels: number[]; probabilities: number[][] } {
  const random = new Random(seed);
  const labels = Array.from({ length: count }, () => random.weighted(shares));
  const probabilities = labels.map((label) => {
    const x = random.normal() + 1.8 * label;
    const masses = prior.map((share, c) => share * Math.exp(-((x - 1.8 * c) ** 2) / 2));
    const sum = masses.reduce((total, mass) => total + mass, 0);
    return masses.map((mass) => mass / sum);
  });
  return { labels, probabilities };
}

const SOURCE = [0.5, 0.3, 0.2];
const TARGET = [0.15, 0.25, 0.6];

/** The log-likelihood of target rows at these shares, up to a constant. */
const likelihood = (rows: readonly number[][], shares: readonly number[]): number =>
  rows.reduce(
    (sum, row) =>
      sum + Math.log(row.reduce((mass, value, c) => mass + (value * shares[c]!) / SOURCE[c]!, 0)),
    0,
  );

describe.each(["maximum-likelihood", "black-box"] as const)("label shift, %s", (method) => {
  const source = sampled(2000, SOURCE, { seed: 1, prior: SOURCE });
  const target = sampled(1500, TARGET, { seed: 2, prior: SOURCE });
  const shift = estimateLabelShift({
    ...source,
    target: target.probabilities,
    method,
    samples: 60,
  });

  it("finds the label shares of unlabelled rows, within its intervals", () => {
    TARGET.forEach((share, c) => {
      expect(Math.abs(shift.target[c]! - share)).toBeLessThan(0.05);
      expect(shift.intervals![c]!.lower).toBeLessThan(share);
      expect(shift.intervals![c]!.upper).toBeGreaterThan(share);
      expect(shift.weights[c]).toBeCloseTo(shift.target[c]! / shift.source[c]!, 12);
    });
  });

  it("finds no shift where there is none", () => {
    const same = sampled(1500, SOURCE, { seed: 3, prior: SOURCE }).probabilities;
    const none = estimateLabelShift({ ...source, target: same, method, samples: 0 });
    none.weights.forEach((weight) => expect(Math.abs(weight - 1)).toBeLessThan(0.15));
    expect(none.intervals).toBeNull();
  });

  it("gives shares whatever the rows are", () => {
    const row = fc
      .tuple(fc.nat(5), fc.nat(5), fc.nat(5))
      .filter((counts) => counts.some((count) => count > 0))
      .map((counts) => counts.map((count) => count / counts.reduce((sum, each) => sum + each, 0)));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, fc.nat(2)), { minLength: 1, maxLength: 12 }),
        fc.array(row, { minLength: 1, maxLength: 12 }),
        (labelled, rows) => {
          const found = estimateLabelShift({
            probabilities: labelled.map(([probabilities]) => probabilities),
            labels: labelled.map(([, label]) => label),
            target: rows,
            method,
            samples: 0,
          });
          expect(found.target.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
          expect(found.target.every((share) => share >= 0)).toBe(true);
        },
      ),
    );
  });
});

describe("label shift", () => {
  it("has the largest likelihood of all shares on a fine grid", () => {
    const source = sampled(400, SOURCE, { seed: 5, prior: SOURCE });
    // The method takes the shares of the labelled rows for the prior, so they are made exact.
    source.labels.forEach(
      (_label, row) => (source.labels[row] = row < 200 ? 0 : row < 320 ? 1 : 2),
    );
    const target = sampled(300, TARGET, { seed: 6, prior: SOURCE }).probabilities;
    const { target: found } = estimateLabelShift({ ...source, target, samples: 0 });
    const top = likelihood(target, [...found]);
    for (let a = 0; a <= 50; a++)
      for (let b = 0; a + b <= 50; b++)
        expect(likelihood(target, [a / 50, b / 50, (50 - a - b) / 50])).toBeLessThanOrEqual(
          top + 1e-6,
        );
  });

  it("refuses rows that do not fit together", () => {
    const rows = { probabilities: [[0.5, 0.5]], labels: [0], target: [[0.5, 0.5]] };
    for (const wrong of [
      { ...rows, labels: [2] },
      { ...rows, labels: [] },
      { ...rows, target: [[1]] },
      { ...rows, target: [] },
      { ...rows, probabilities: [[1, 1]] },
    ])
      expect(() => estimateLabelShift(wrong)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});
