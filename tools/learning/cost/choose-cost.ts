import { Random } from "../../../base/statistics/random.js";
import type { Calibration } from "../contract.js";
import { FingerprintTable } from "../features/fingerprint-table.js";
import type { SparseMatrix } from "../features/sparse-matrix.js";
import type { TrainingSet } from "../features/training-set.js";
import { HELD_PART, innerPart, innerParts, type Exactness, type InnerPart } from "./inner-parts.js";
import { advantage, judgedCost, tellOffsets, type Judged } from "./judged-cost.js";
import type { LinearFitOptions } from "../classifiers/linear-fit.js";
import { withFewerLabels } from "./fewer-labels.js";

/** Bound once: in Jest's realm every look at a global is slow. */
const { imul } = Math;

type LinearAlgorithm = LinearFitOptions["algorithm"];

/**
 * C of each linear algorithm where nothing speaks for less; see
 * docs/decisions/2026-11-20-text-classifier-defaults.md.
 */
const DEFAULT_COST: Readonly<Record<LinearAlgorithm, number>> = {
  "linear-svm": 4,
  "logistic-regression": 20,
};

/** Below so many different rows nothing is chosen: the differences would be chance. */
const LEAST_ROWS = 200;
/**
 * Rows that are fitted at a time: few classes need many to tell costs apart, many classes take
 * their time.
 */
const LEAST_TRAINED = 1500;
const MOST_TRAINED = 6000;
const TRAINED_DECISIONS = 24_000;
/** Candidates: the usual C divided by these. */
const DIVISORS = [1, 4, 16, 64, 256] as const;
/**
 * Which of the candidates that are as good as the best is taken: places of the candidates, and
 * standard errors within which two are as good. With rows enough to tell offsets of classes, what is
 * lost where another would have been the best is least in the middle, and the smallest is not tried:
 * it is hardly ever the best and loses most where it is not.
 */
const MIDDLE_FIRST = [2, 1, 3, 0] as const;
const PREFERENCE = {
  fewRows: { order: MIDDLE_FIRST, tie: 0.5 },
  manyRows: { order: MIDDLE_FIRST, tie: 1 },
  manyClasses: { order: [0, 1, 2, 3, 4], tie: 0 },
} as const;
/** So many rows to choose on are few. */
const FEW_ROWS = 1000;
/** Standard errors by which one is worse than the best when none beyond it is tried. */
const HOPELESS = 1;
/** Standard errors within which two are fitted exactly where a tie is none. */
const CLOSE = 1;
/** Bounds of what two sizes say about larger ones: their ratio is a measurement, too. */
const MOST_DOUBLINGS = 4;
const TREND = { least: 0.8, most: 1.15 } as const;

/** How a linear classifier is fitted to these rows. */
export interface LinearChoice {
  /** C. */
  readonly cost: number;
  /** How its scores become probabilities, as held-out rows show; null where none were held out. */
  readonly curve: CurveTrend | null;
}

/** The curve from held-out scores to probabilities, its sharpness by the rows fitted on. */
export interface CurveTrend {
  readonly sharpness: number;
  /** Rows that it was measured with. */
  readonly rows: number;
  /** Its factor for twice the rows. */
  readonly perDoubling: number;
  /** Whether it has offsets of classes. */
  readonly hasOffsets: boolean;
}

/** The sharpness for so many rows. */
export function sharpnessAt(trend: CurveTrend, rows: number): number {
  const doublings = Math.min(MOST_DOUBLINGS, Math.log2(Math.max(1, rows / trend.rows)));
  return trend.sharpness * trend.perDoubling ** doublings;
}

export interface LinearChoiceOptions {
  readonly matrix: SparseMatrix;
  readonly set: TrainingSet;
  readonly algorithm: LinearAlgorithm;
  /** The cost that was asked for; chosen where there is none. */
  readonly cost: number | undefined;
  readonly calibration: Calibration;
  readonly seed: number;
  readonly maxEpochs: number;
  /** Rows that classifiers will be fitted on, where the matrix has only some of them. */
  readonly rows?: number;
}

/**
 * Chooses C on rows held out of small fits, among the usual C and parts of it down to 1/256: of
 * those whose log loss (at their best temperature) is within a standard error of the least, the one
 * nearest the middle. Wrong labels and hard texts want a small C, easy ones the usual one. The same
 * fits tell how sharp the scores are (Guo et al. 2017). At most 6,000 rows are fitted at a time, 1,500
 * of many classes, whatever the size of the set; fewer than 200 different rows keep the usual values.
 */
export function chooseCost(given: LinearChoiceOptions): LinearChoice {
  // Logistic regression has not been measured with fewer.
  const options = {
    ...given,
    set: given.algorithm === "linear-svm" ? withFewerLabels(given.set) : given.set,
  };
  const { algorithm, cost: wanted } = options;
  const usual = { ...usualChoice(algorithm), ...(wanted === undefined ? {} : { cost: wanted }) };
  if (wanted !== undefined && options.calibration !== "leave-one-out") return usual;
  const rows = sampledRows(options);
  if (rows.length < LEAST_ROWS) return usual;
  const costs = wanted === undefined ? DIVISORS.map((by) => usual.cost / by) : [wanted];
  const parts = innerParts({ ...options, costs }, rows);
  const judge = (at: number, exactness?: Exactness): Judged =>
    judgedCost(parts, costs[at]!, exactness);
  const chosen =
    wanted === undefined
      ? steadyCandidate(judge, preferenceOf(parts, rows.length, algorithm))
      : judge(0);
  return { cost: chosen.cost, curve: curveOf(options, parts, chosen) };
}

interface Preference {
  readonly order: readonly number[];
  readonly tie: number;
  /** Whether close candidates are fitted exactly: a stop of the solver would decide between them. */
  readonly exactly: boolean;
}

function preferenceOf(
  parts: readonly InnerPart[],
  rows: number,
  algorithm: LinearAlgorithm,
): Preference {
  if (!tellOffsets(parts))
    return { ...PREFERENCE.manyClasses, exactly: algorithm === "linear-svm" };
  const isFew = rows <= FEW_ROWS;
  return { ...PREFERENCE[isFew ? "fewRows" : "manyRows"], exactly: false };
}

/**
 * From the preferred candidate up to larger C and down to smaller, each way until one is worse than
 * the best so far beyond doubt: the loss falls and rises once.
 */
function steadyCandidate(
  judge: (at: number, exactness?: Exactness) => Judged,
  { order, tie, exactly }: Preference,
): Judged {
  const start = order[0]!;
  const judged = new Map([[start, judge(start)]]);
  let best = start;
  for (const step of [-1, 1])
    for (let at = start + step; at >= 0 && at < order.length; at += step) {
      if (advantage(judged.get(best)!, judged.get(at - step)!) > HOPELESS) break;
      judged.set(at, judge(at));
      if (exactly && Math.abs(advantage(judged.get(at)!, judged.get(best)!)) < CLOSE)
        for (const close of [best, at])
          if (judged.get(close)!.exactness === "coarse") judged.set(close, judge(close, "exact"));
      if (advantage(judged.get(at)!, judged.get(best)!) > 0) best = at;
    }
  return order
    .flatMap((at) => judged.get(at) ?? [])
    .find((candidate) => advantage(judged.get(best)!, candidate) <= tie)!;
}

/** What is taken where nothing can be chosen. */
export function usualChoice(algorithm: LinearAlgorithm): LinearChoice {
  return { cost: DEFAULT_COST[algorithm], curve: null };
}

/** The rows that a choice is made on, spread by the seed. */
export function choiceRows(count: number, classes: number, seed: number): number[] {
  return new Random(seed)
    .derive("inner")
    .shuffle(Array.from({ length: count }, (_, row) => row))
    .slice(0, Math.floor((1 + HELD_PART) * trainedRows(classes)));
}

function trainedRows(classes: number): number {
  return Math.floor(
    Math.max(LEAST_TRAINED, Math.min(MOST_TRAINED, TRAINED_DECISIONS / Math.max(1, classes))),
  );
}

/** Rows of positive weight, each vector once: a row must not be held out of a fit on its equal. */
function sampledRows({ matrix, set, seed }: LinearChoiceOptions): number[] {
  const seen = new FingerprintTable();
  return choiceRows(matrix.rows, set.space.classes.length, seed).filter((row) => {
    if (!(set.weights[row]! > 0)) return false;
    let [low, high] = [0, 0];
    for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++) {
      low = imul(low ^ matrix.indices[p]!, 0x9e3779b1);
      low ^= low >>> 15;
      high = imul(high + matrix.indices[p]! + 1, 0x85ebca6b);
      high ^= high >>> 13;
    }
    const before = seen.size;
    seen.add(low, high);
    return seen.size > before;
  });
}

/**
 * Of many rows half are fitted, too: scores grow or shrink with the rows. Where what was fitted is more
 * than half of all rows, as in folds, the way is short and a trend that two fits show is mostly chance.
 */
function curveOf(
  options: LinearChoiceOptions,
  parts: readonly InnerPart[],
  { cost, exactness, sharpness, hasOffsets }: Judged,
): CurveTrend | null {
  const { train, held } = parts[0]!.rows;
  const curve = { sharpness, hasOffsets, rows: train.length, perDoubling: 1 };
  if (parts.length > 1) return tellOffsets(parts) ? curve : null;
  if ((options.rows ?? options.matrix.rows) < 2 * train.length) return curve;
  const rows = train.slice(0, train.length >> 1);
  const part = innerPart({ ...options, costs: [cost] }, rows, held);
  const half = judgedCost([part], cost, exactness);
  if (half.hasOffsets !== hasOffsets) return curve;
  const perDoubling = Math.max(TREND.least, Math.min(TREND.most, sharpness / half.sharpness));
  return { ...curve, perDoubling };
}
