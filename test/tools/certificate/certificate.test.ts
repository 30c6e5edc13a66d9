import { Random } from "../../../base/statistics/random.js";
import { clopperPearson } from "../../../base/statistics/clopper-pearson.js";
import { certifiedThreshold } from "../../../tools/certificate/certified-threshold.js";
import { auditBound, planAudits } from "../../../tools/certificate/plan-audits.js";
import { predictionPoweredMean } from "../../../tools/certificate/prediction-powered-mean.js";

const SHAPE = expect.objectContaining({ code: "SHAPE" });

/** Verdicts that are faithful in nine of ten cases, and a judge that correlates 0.7 with them. */
function world(random: Random, count: number): { label: number; score: number }[] {
  const spread = Math.sqrt(1 / 0.49 - 1) * 0.3;
  return Array.from({ length: count }, () => {
    const label = random.next() < 0.9 ? 1 : 0;
    return { label, score: label + spread * random.normal() };
  });
}

describe("predictionPoweredMean", () => {
  it("holds the truth as often as it says, and is shorter than without the judge", () => {
    const random = new Random("prediction-powered");
    const runs = 400;
    let [held, shorter] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const rows = world(random, 800);
      const [audited, others] = [rows.slice(0, 200), rows.slice(200)];
      const found = predictionPoweredMean({
        labels: audited.map(({ label }) => label),
        predictions: audited.map(({ score }) => score),
        unlabelled: others.map(({ score }) => score),
      });
      const plain = clopperPearson({
        successes: audited.filter(({ label }) => label === 1).length,
        trials: 200,
      });
      if (found.low <= 0.9 && 0.9 <= found.high) held++;
      if (found.high - found.low < plain.high - plain.low) shorter++;
    }
    expect(held / runs).toBeGreaterThan(0.92);
    expect(shorter / runs).toBeGreaterThan(0.99);
  });

  it("does without a judge that says nothing, and is exact where too few rows fail", () => {
    const labels = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 1 : 0));
    const constant = predictionPoweredMean({
      labels,
      predictions: labels.map(() => 1),
      unlabelled: [1, 1],
    });
    expect(constant).toMatchObject({ mean: 0.5, lambda: 0, method: "prediction-powered" });
    const clean = predictionPoweredMean({
      labels: [1, 1, 1, 1, 1, 1],
      predictions: [1, 1, 1, 1, 1, 1],
      unlabelled: [1, 1],
    });
    expect(clean).toMatchObject({
      method: "clopper-pearson",
      ...clopperPearson({ successes: 6, trials: 6 }),
    });
  });

  it("refuses what it cannot count", () => {
    const given = { labels: [1, 0], predictions: [1, 0], unlabelled: [1] };
    for (const wrong of [
      { ...given, labels: [1] },
      { ...given, predictions: [1, NaN] },
      { ...given, unlabelled: [] },
      { ...given, confidence: 95 },
    ])
      expect(() => predictionPoweredMean(wrong)).toThrow(SHAPE);
  });
});

describe("certifiedThreshold", () => {
  it("is wrong no more often than it says, whatever the judge is worth", () => {
    const random = new Random("threshold");
    for (const skill of [0, 1.5]) {
      let [wrong, chosen] = [0, 0];
      for (let run = 0; run < 100; run++) {
        const rows = Array.from({ length: 1000 }, () => {
          const faithful = random.next() < 0.9;
          return { faithful, score: random.normal() + (faithful ? skill : 0) };
        });
        const { chosen: found } = certifiedThreshold({
          audits: random.sample(rows, 150),
          scores: rows.map(({ score }) => score),
          faithfulness: 0.93,
          confidence: 0.9,
        });
        if (found === null) continue;
        chosen++;
        const kept = rows.filter(
          ({ score }) => found.threshold === null || score >= found.threshold,
        );
        if (kept.filter(({ faithful }) => faithful).length / kept.length < 0.93) wrong++;
      }
      expect(wrong / 100).toBeLessThanOrEqual(0.1);
      if (skill > 0) expect(chosen).toBeGreaterThan(15);
    }
  });

  it("keeps all where that holds, and nothing that has no score above a threshold", () => {
    const audits = Array.from({ length: 120 }, () => ({ score: null, faithful: true }));
    const scores = Array.from({ length: 500 }, () => null);
    const { chosen, tried } = certifiedThreshold({ audits, scores, faithfulness: 0.95 });
    expect(tried).toHaveLength(1);
    expect(chosen).toMatchObject({ threshold: null, kept: 1, audited: 120 });
    expect(certifiedThreshold({ audits: [], scores: [], faithfulness: 0.5 }).chosen).toBeNull();
    expect(() => certifiedThreshold({ audits, scores, faithfulness: 1 })).toThrow(SHAPE);
    expect(() => certifiedThreshold({ audits, scores: [], faithfulness: 0.9 })).toThrow(SHAPE);
  });
});

describe("planAudits", () => {
  it("finds the fewest rows that show it, and how many may fail", () => {
    // 59 of 59 for 95 % at 95 %: the rule of three.
    expect(planAudits({ faithfulness: 0.95, confidence: 0.95 })).toEqual({
      audits: 59,
      mayFail: 0,
      fewest: 59,
    });
    const plan = planAudits({ faithfulness: 0.95, confidence: 0.9, expected: 0.98 });
    const [audited, failed] = [plan.audits!, plan.mayFail!];
    expect(
      auditBound({ faithful: audited - failed, audited }, { confidence: 0.9 }),
    ).toBeGreaterThanOrEqual(0.95);
    expect(
      auditBound({ faithful: audited - failed - 1, audited }, { confidence: 0.9 }),
    ).toBeLessThan(0.95);
    expect(planAudits({ faithfulness: 0.95, expected: 0.9501, most: 500 }).audits).toBeNull();
    expect(() => planAudits({ faithfulness: 0.95, expected: 0.9 })).toThrow(SHAPE);
  });
});
