import { Random } from "../../../base/statistics/random.js";
import type { Calibration } from "../contract.js";
import { FingerprintTable } from "../features/fingerprint-table.js";
import { compactRows, type SparseMatrix } from "../features/sparse-matrix.js";
import { partOfSet, type TrainingSet } from "../features/training-set.js";
import { fitLinear } from "./fit-linear.js";
import type { LinearFitOptions } from "./linear-fit.js";
import { fitSupportVectorsPerCost } from "./fit-support-vectors.js";
import { linearScores } from "./linear-classifier.js";
import { decisionLosses } from "./decision-losses.js";
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
/** Up to so many rows each is held out once (three folds); above, one part is. */
const FOLDED_ROWS = 1000;
const FOLDS = 3;
/**
 * Rows that are fitted at a time: few classes need many to tell costs apart, many classes take
 * their time.
 */
const LEAST_TRAINED = 1500;
const MOST_TRAINED = 6000;
const TRAINED_DECISIONS = 24_000;
/** Rows held out per row fitted. */
const HELD_PART = 0.5;
/** Each candidate is the one before divided by this. */
const FACTOR = 4;
const CANDIDATES = 5;
/** Where the solver of support vector machines stops. */
const TOLERANCE = { coarse: 0.05, exact: 0.005 } as const;
/** Standard errors within which two candidates are fitted exactly: a stop would decide between them. */
const CLOSE = 1;
/** Of so many classes several candidates are fitted at once. */
const FEW_CLASSES = 2;
const AT_ONCE = 4;
/** Standard errors by which a candidate is worse than the best so far when none smaller is tried. */
const HOPELESS = 1;
/** Standard errors within which the larger cost is taken. */
const TIE = 0;
/** Bounds of what two sizes say about larger ones: their ratio is a measurement, too. */
const MOST_DOUBLINGS = 4;
const TREND = { least: 0.8, most: 1.15 } as const;

/** How a linear classifier is fitted to these rows. */
export interface LinearChoice {
  /** C. */
  readonly cost: number;
  /** How sharp its scores are, as held-out rows show; null where none were held out of one fit. */
  readonly sharpness: SharpnessTrend | null;
}

/** The sharpness of the curve from held-out scores to probabilities, by the rows fitted on. */
export interface SharpnessTrend {
  readonly sharpness: number;
  /** Rows that it was measured with. */
  readonly rows: number;
  /** Its factor for twice the rows. */
  readonly perDoubling: number;
}

/** The sharpness for so many rows. */
export function sharpnessAt(trend: SharpnessTrend, rows: number): number {
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
}

/**
 * Chooses C on rows held out of small fits: from the usual C down by factors of 4, that with the
 * least loss on the held-out rows (log loss at their best temperature, and 1 for a wrong answer).
 * Wrong labels and hard texts want a small C, easy ones keep the usual one. The same fits tell how
 * sharp the scores are (Guo et al. 2017). At most 6,000 rows are fitted at a time, 1,500 of many
 * classes, whatever the size of the set; fewer than 200 different rows keep the usual values.
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
  const parts = innerParts(options, rows);
  const judged = [judge(parts, usual.cost, "coarse")];
  let best = 0;
  for (let step = 1; wanted === undefined && step < CANDIDATES; step++) {
    judged.push(judge(parts, usual.cost / FACTOR ** step, "coarse"));
    if (algorithm === "linear-svm" && Math.abs(advantage(judged[step]!, judged[best]!)) < CLOSE)
      for (const at of [best, step])
        if (judged[at]!.fit === "coarse") judged[at] = judge(parts, judged[at]!.cost, "exact");
    if (advantage(judged[step]!, judged[best]!) > 0) best = step;
    else if (advantage(judged[best]!, judged[step]!) > HOPELESS) break;
  }
  const chosen = judged.find((each) => advantage(judged[best]!, each) <= TIE)!;
  return {
    cost: chosen.cost,
    sharpness: parts.length === 1 ? trendOf(options, parts[0]!, chosen) : null,
  };
}

/** What is taken where nothing can be chosen. */
export function usualChoice(algorithm: LinearAlgorithm): LinearChoice {
  return { cost: DEFAULT_COST[algorithm], sharpness: null };
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

/** How exactly a support vector machine is fitted. */
type Fit = keyof typeof TOLERANCE;

interface InnerPart {
  /** Rows of the whole. */
  readonly rows: { readonly train: readonly number[]; readonly held: readonly number[] };
  readonly held: SparseMatrix;
  /** The weights of the fit with a cost. */
  readonly weightsAt: (cost: number, fit: Fit) => Float32Array;
  readonly trainSet: TrainingSet;
  readonly heldSet: TrainingSet;
}

function innerPart(
  options: LinearChoiceOptions,
  train: readonly number[],
  held: readonly number[],
): InnerPart {
  const { matrix, set } = options;
  const [trainMatrix, heldMatrix] = compactRows(matrix, train, held);
  const trainSet = partOfSet(set, train);
  return {
    rows: { train, held },
    held: heldMatrix,
    weightsAt: fits(options, trainMatrix, trainSet),
    trainSet,
    heldSet: partOfSet(set, held),
  };
}

/**
 * Fits when asked. Support vector machines of few classes are fitted with the next costs at the
 * same time: several problems side by side take little longer than one.
 */
function fits(
  { algorithm, seed, maxEpochs, cost: wanted }: LinearChoiceOptions,
  matrix: SparseMatrix,
  set: TrainingSet,
): InnerPart["weightsAt"] {
  const rest = { matrix, set, algorithm, seed, maxEpochs, start: null, probed: new Int32Array(0) };
  const isMachine = algorithm === "linear-svm";
  const done = { coarse: new Map<number, Float32Array>(), exact: new Map<number, Float32Array>() };
  const few = isMachine && set.space.classes.length <= FEW_CLASSES;
  return (cost, fit) => {
    const known = done[fit].get(cost);
    if (known !== undefined) return known;
    const tolerance = isMachine ? TOLERANCE[fit] : undefined;
    if (!few || wanted !== undefined) return fitLinear({ ...rest, tolerance, cost }).weights;
    const costs = Array.from({ length: AT_ONCE }, (_, step) => cost / FACTOR ** step);
    fitSupportVectorsPerCost({ ...rest, tolerance }, costs).forEach(({ weights }, at) =>
      done[fit].set(costs[at]!, weights),
    );
    return done[fit].get(cost)!;
  };
}

function innerParts(options: LinearChoiceOptions, rows: readonly number[]): InnerPart[] {
  if (rows.length > FOLDED_ROWS) {
    const cut = Math.floor(rows.length / (1 + HELD_PART));
    return [innerPart(options, rows.slice(0, cut), rows.slice(cut))];
  }
  return Array.from({ length: FOLDS }, (_, fold) =>
    innerPart(
      options,
      rows.filter((_row, at) => at % FOLDS !== fold),
      rows.filter((_row, at) => at % FOLDS === fold),
    ),
  );
}

interface Judged {
  readonly cost: number;
  readonly fit: Fit;
  /** The loss of each held-out row. */
  readonly losses: Float64Array;
  /** Of the curve that suits the held-out rows best. */
  readonly sharpness: number;
}

/**
 * The log loss of each held-out row under the one curve that suits all of them best, and 1 more
 * where it is decided wrongly: the first sees small differences, the second is what counts in the
 * end.
 */
function judge(parts: readonly InnerPart[], cost: number, fit: Fit): Judged {
  const k = parts[0]!.trainSet.space.classes.length;
  const scores = new Float64Array(k * parts.reduce((sum, { held }) => sum + held.rows, 0));
  let at = 0;
  for (const { weightsAt, trainSet, held } of parts) {
    const found = linearScores(held, weightsAt(cost, fit), k);
    // A class that no fitted row has is not known.
    for (let f = 0; f < found.length; f++) if (!trainSet.present[f % k]) found[f] = -Infinity;
    scores.set(found, at);
    at += found.length;
  }
  const { logLoss, wrong, scaling } = decisionLosses(scores, k, {
    weights: Float64Array.from(parts.flatMap(({ heldSet }) => [...heldSet.weights])),
    classWeights: parts[0]!.heldSet.classWeights,
    ofRow: parts.flatMap(({ heldSet }) => heldSet.space.ofRow),
    multiLabel: parts[0]!.heldSet.space.multiLabel,
  });
  return {
    cost,
    fit,
    losses: logLoss.map((loss, row) => loss + wrong[row]!),
    sharpness: scaling.sharpness,
  };
}

/** By how many standard errors of the paired differences one loses less than another. */
function advantage({ losses }: Judged, than: Judged): number {
  const differences = losses.map((loss, row) => than.losses[row]! - loss);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const spread =
    differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length;
  return spread === 0 ? 0 : mean / Math.sqrt(spread / differences.length);
}

/** Fits half the rows, too: scores grow or shrink with the rows. */
function trendOf(
  options: LinearChoiceOptions,
  { rows: of }: InnerPart,
  whole: Judged,
): SharpnessTrend {
  const { train, held } = of;
  const rows = train.slice(0, train.length >> 1);
  const part = innerPart({ ...options, cost: whole.cost }, rows, held);
  const half = judge([part], whole.cost, whole.fit);
  return {
    sharpness: whole.sharpness,
    rows: train.length,
    perDoubling: Math.max(TREND.least, Math.min(TREND.most, whole.sharpness / half.sharpness)),
  };
}
