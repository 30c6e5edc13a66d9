import { clopperPearson } from "../../base/statistics/clopper-pearson.js";
import { mean, variance } from "../../base/statistics/mean.js";
import { normalQuantile } from "../../base/statistics/normal-quantile.js";
import { checkAligned, checkFinite, shapeError } from "../agreement/rated.js";

/** Fewer verdicts of either kind than this: the normal approximation does not hold. */
const FEWEST = 5;

/**
 * Squared distance of one row in which the judge is wholly wrong: counted for shares beside what was
 * found (in the spirit of Agresti and Coull 1998), as the interval is too short where a good judge
 * leaves few audited rows to differ in.
 */
const ONE_MORE = 1;

/** What people found on some rows, and what a judge found on those and on all others. */
export interface PredictionPoweredOptions {
  /** People's values, of n rows: 1 faithful, 0 not; any numbers. */
  readonly labels: ArrayLike<number>;
  /** The judge's values of the same n rows, in the same order. */
  readonly predictions: ArrayLike<number>;
  /** The judge's values of N other rows, drawn from the same set. */
  readonly unlabelled: ArrayLike<number>;
  /** Share of such intervals that hold the true mean. Default: 0.95. */
  readonly confidence?: number;
}

/** A mean with its interval. */
export interface PredictionPoweredMean {
  /** The estimate. */
  readonly mean: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of it. */
  readonly high: number;
  /** How much of the judge is used: 0 none, 1 all. */
  readonly lambda: number;
  /** Standard error of the estimate. */
  readonly standardError: number;
  /**
   * "clopper-pearson" where the people's values are zeros and ones with fewer than five of either
   * kind: the exact interval without the judge, as the other one would be too short.
   */
  readonly method: "prediction-powered" | "clopper-pearson";
}

/**
 * Prediction-powered mean (Angelopoulos et al. 2023): people's verdicts on a few rows and a judge's
 * on all, unbiased however wrong the judge is, and shorter the better it is: mean(labels - l f) + l
 * mean(f of all), the power-tuned l = cov(labels, f) / ((1 + n / N) var(f)) (PPI++).
 *
 * @throws SHAPE if lengths differ, there are fewer than two labels or no unlabelled row, a value is
 *         no finite number, or the confidence is not above 0 and below 1
 */
export function predictionPoweredMean(options: PredictionPoweredOptions): PredictionPoweredMean {
  const { labels, predictions, unlabelled, confidence = 0.95 } = options;
  check(options);
  const [n, others] = [labels.length, unlabelled.length];
  const spread = variance(Float64Array.from([...list(predictions), ...list(unlabelled)]));
  const lambda =
    spread === 0
      ? 0
      : Math.max(0, Math.min(1, covariance(labels, predictions) / ((1 + n / others) * spread)));
  const rest = Float64Array.from(list(labels), (label, at) => label - lambda * predictions[at]!);
  const estimate = mean(rest) + lambda * mean(unlabelled);
  const standardError = Math.sqrt(
    variance(rest) / n + (lambda ** 2 * variance(unlabelled)) / others,
  );
  const ones = list(labels).filter((label) => label === 1).length;
  const isBinary = list(labels).every((label) => label === 0 || label === 1);
  if (isBinary && Math.min(ones, n - ones) < FEWEST)
    return {
      ...clopperPearson({ successes: ones, trials: n, confidence }),
      mean: ones / n,
      lambda: 0,
      standardError: Math.sqrt(variance(labels) / n),
      method: "clopper-pearson",
    };
  const isShare = list(labels).every((label) => label >= 0 && label <= 1);
  const own = variance(rest) + (isShare ? ONE_MORE / (n - 1) : 0);
  const half =
    studentQuantile((1 + confidence) / 2, n - 1) *
    Math.sqrt(own / n + (lambda ** 2 * variance(unlabelled)) / others);
  const clip = (value: number): number => (isShare ? Math.max(0, Math.min(1, value)) : value);
  return {
    mean: clip(estimate),
    low: clip(estimate - half),
    high: clip(estimate + half),
    lambda,
    standardError,
    method: "prediction-powered",
  };
}

/** Student's quantile from the normal one (Cornish and Fisher 1938), for n above 4 or so. */
function studentQuantile(probability: number, freedom: number): number {
  const z = normalQuantile(probability);
  const z3 = z ** 3;
  const z5 = z ** 5;
  return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom ** 2);
}

function covariance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [centreX, centreY] = [mean(x), mean(y)];
  let sum = 0;
  for (let at = 0; at < x.length; at++) sum += (x[at]! - centreX) * (y[at]! - centreY);
  return sum / (x.length - 1);
}

function list(values: ArrayLike<number>): number[] {
  return Array.from(values);
}

function check({
  labels,
  predictions,
  unlabelled,
  confidence = 0.95,
}: PredictionPoweredOptions): void {
  const what = "predictionPoweredMean";
  checkAligned(labels, predictions, { what });
  for (const values of [labels, predictions, unlabelled]) checkFinite(values, { what });
  if (labels.length < 2 || unlabelled.length === 0)
    throw shapeError(
      `${what}: ${labels.length} labels and ${unlabelled.length} unlabelled rows`,
      "Give at least two labels, and the judge's values of at least one further row.",
    );
  if (!(confidence > 0 && confidence < 1))
    throw shapeError(
      `${what}: a confidence of ${confidence}`,
      "A confidence lies between 0 and 1, for example 0.95.",
    );
}
