import { clopperPearson } from "../base/statistics/clopper-pearson.js";
import { Random } from "../base/statistics/random.js";
import { certifiedThreshold } from "../tools/certificate/certified-threshold.js";
import { predictionPoweredMean } from "../tools/certificate/prediction-powered-mean.js";

/** Simulated runs of each world. */
const RUNS = Number(process.env["RUNS"] ?? 20_000);

interface World {
  readonly audits: number;
  readonly rows: number;
  readonly faithful: number;
  readonly correlation: number;
  /** A judge whose score is noise around the truth, or one that says yes or no. */
  readonly judge: "score" | "decision";
}

/** A row's truth, and what the judge says; the correlation of the two is as wanted. */
function drawOf({ faithful, correlation, judge }: World, random: Random) {
  const spread = Math.sqrt(faithful * (1 - faithful)) * Math.sqrt(1 / correlation ** 2 - 1);
  // A judge that is wrong as often on good rows as on bad ones: r of (truth, answer).
  let flips = 0.5;
  for (let [low, high] = [0, 0.5]; high - low > 1e-6;) {
    flips = (low + high) / 2;
    const yes = faithful * (1 - flips) + (1 - faithful) * flips;
    const r = ((1 - 2 * flips) * Math.sqrt(faithful * (1 - faithful))) / Math.sqrt(yes * (1 - yes));
    if (r > correlation) low = flips;
    else high = flips;
  }
  return () => {
    const truth = random.next() < faithful ? 1 : 0;
    const score =
      judge === "score"
        ? truth + spread * random.normal()
        : random.next() < flips
          ? 1 - truth
          : truth;
    return { truth, score };
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function intervals(world: World, level: number): void {
  const random = new Random(JSON.stringify(world));
  const draw = drawOf(world, random);
  const exact = Array.from({ length: world.audits + 1 }, (_, successes) =>
    clopperPearson({ successes, trials: world.audits, confidence: level }),
  );
  let [held, heldExact, width, widthExact, shorter] = [0, 0, 0, 0, 0];
  for (let run = 0; run < RUNS; run++) {
    const labels = new Float64Array(world.audits);
    const predictions = new Float64Array(world.audits);
    const unlabelled = new Float64Array(world.rows - world.audits);
    for (let at = 0; at < world.audits; at++) {
      const { truth, score } = draw();
      labels[at] = truth;
      predictions[at] = score;
    }
    for (let at = 0; at < unlabelled.length; at++) unlabelled[at] = draw().score;
    const found = predictionPoweredMean({ labels, predictions, unlabelled, confidence: level });
    const plain = exact[labels.reduce((sum, label) => sum + label, 0)]!;
    if (found.low <= world.faithful && world.faithful <= found.high) held++;
    if (plain.low <= world.faithful && world.faithful <= plain.high) heldExact++;
    if (found.high - found.low < plain.high - plain.low) shorter++;
    width += found.high - found.low;
    widthExact += plain.high - plain.low;
  }
  console.log(
    `${JSON.stringify(world)} at ${percent(level)}: prediction-powered holds ${percent(held / RUNS)}, ` +
      `exact ${percent(heldExact / RUNS)}; mean width ${(width / RUNS).toFixed(4)} against ` +
      `${(widthExact / RUNS).toFixed(4)}, shorter in ${percent(shorter / RUNS)} ` +
      `${held / RUNS >= level - 0.015 ? "" : "BELOW NOMINAL - 1.5 POINTS"}`,
  );
}

function thresholds(world: World, wanted: { faithfulness: number; confidence: number }): void {
  const random = new Random(`thresholds ${JSON.stringify(world)}`);
  const draw = drawOf(world, random);
  let [right, chosen, kept] = [0, 0, 0];
  const runs = Math.ceil(RUNS / 4);
  for (let run = 0; run < runs; run++) {
    const rows = Array.from({ length: world.rows }, draw);
    const { chosen: found } = certifiedThreshold({
      audits: rows
        .slice(0, world.audits)
        .map(({ truth, score }) => ({ faithful: truth === 1, score })),
      scores: rows.map(({ score }) => score),
      ...wanted,
    });
    if (found === null) {
      right++;
      continue;
    }
    const left = rows.filter(({ score }) => found.threshold === null || score >= found.threshold);
    chosen++;
    kept += found.kept;
    if (left.filter(({ truth }) => truth === 1).length / left.length >= wanted.faithfulness)
      right++;
  }
  console.log(
    `threshold ${JSON.stringify(world)} for ${percent(wanted.faithfulness)} at ` +
      `${percent(wanted.confidence)}: right ${percent(right / runs)}, found in ` +
      `${percent(chosen / runs)}, keeping ${percent(chosen === 0 ? 0 : kept / chosen)} of the rows`,
  );
}

/**
 * Whether certified intervals hold as often as they say: the exact interval, the prediction-powered
 * one, and the guaranteed threshold, over simulated runs whose truth is known.
 */
export function run(): Promise<void> {
  console.log(`${RUNS} simulated runs each`);
  const world = { audits: 200, rows: 5000, faithful: 0.9, correlation: 0.7 };
  intervals({ ...world, judge: "score" }, 0.95);
  intervals({ ...world, judge: "decision" }, 0.95);
  intervals({ ...world, judge: "score" }, 0.9);
  intervals({ ...world, audits: 100, rows: 2000, judge: "decision" }, 0.9);
  intervals({ ...world, audits: 50, rows: 2000, faithful: 0.8, judge: "decision" }, 0.95);
  for (const faithful of [0.86, 0.9, 0.94])
    for (const correlation of [0.2, 0.7])
      thresholds(
        { audits: 150, rows: 1000, faithful, correlation, judge: "score" },
        { faithfulness: 0.93, confidence: 0.9 },
      );
  return Promise.resolve();
}
