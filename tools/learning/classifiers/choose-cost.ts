import { Random } from "../../../base/statistics/random.js";
import type { Calibration } from "../contract.js";
import { compactRows, type SparseMatrix } from "../features/sparse-matrix.js";
import { partOfSet, type TrainingSet } from "../features/training-set.js";
import { fitScaling } from "./calibrated-scaling.js";
import { fitLinear, type LinearFitOptions } from "./fit-linear.js";
import { linearScores } from "./linear-classifier.js";
import { decisionLosses } from "./decision-losses.js";

type LinearAlgorithm = LinearFitOptions["algorithm"];

/**
 * C of each linear algorithm where nothing speaks for less; see
 * docs/decisions/2026-11-20-text-classifier-defaults.md.
 */
const DEFAULT_COST: Readonly<Record<LinearAlgorithm, number>> = {
  "linear-svm": 4,
  "logistic-regression": 20,
};

/**
 * Without a row, its like take over part of what it did: only this much of its share is lost, where
 * it cannot be measured.
 */
const LOST_SHARE: Readonly<Record<LinearAlgorithm, number>> = {
  "linear-svm": 0.4,
  "logistic-regression": 0.6,
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
const LEAST_TRAINED = 2000;
const MOST_TRAINED = 6000;
const TRAINED_DECISIONS = 24_000;
/** Rows held out per row fitted. */
const HELD_PART = 0.5;
/** Each candidate is the one before divided by this. */
const FACTOR = 4;
const CANDIDATES = 5;
/** Standard errors by which a candidate is worse than the best so far when none smaller is tried. */
const HOPELESS = 1;
/** Standard errors within which the larger cost is taken. */
const TIE = 0;
/** How a linear classifier is fitted to these rows. */
export interface LinearChoice {
  /** C. */
  readonly cost: number;
  /** Part of a row's own share in its score that is lost when the row is left out, 0 to 1. */
  readonly lostShare: number;
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
 * Chooses C, and how much of a row's own share to take out for its leave-one-out score, on rows
 * held out of small fits: from the usual C down by factors of 4, the largest C whose loss on the
 * held-out rows (log loss at their best temperature, and 1 for a wrong answer) is a tie with the
 * least. Wrong labels and hard texts want a small C, easy ones keep the usual one. At most 6,000
 * rows are fitted at a time, 2,000 of many classes, whatever the size of the set; fewer than 200
 * different rows keep the usual values.
 */
export function chooseCost(options: LinearChoiceOptions): LinearChoice {
  const { algorithm, cost: wanted } = options;
  const usual = { ...usualChoice(algorithm), ...(wanted === undefined ? {} : { cost: wanted }) };
  if (wanted !== undefined && options.calibration !== "leave-one-out") return usual;
  const rows = sampledRows(options);
  if (rows.length < LEAST_ROWS) return usual;
  const parts = innerParts(options, rows);
  const judge = (cost: number): Judged => {
    const fits = parts.map((part) => fitPart(options, part, cost));
    return { cost, fits, losses: lossesOf(parts, fits) };
  };
  const judged = [judge(usual.cost)];
  let best = judged[0]!;
  for (let step = 1; wanted === undefined && step < CANDIDATES; step++) {
    const next = judge(usual.cost / FACTOR ** step);
    judged.push(next);
    if (advantage(next, best) > 0) best = next;
    else if (advantage(best, next) > HOPELESS) break;
  }
  best = judged.find((each) => advantage(best, each) <= TIE)!;
  return {
    cost: best.cost,
    lostShare: parts.length === 1 ? shareOf(parts[0]!, best.fits[0]!) : usual.lostShare,
  };
}

/** What is taken where nothing can be chosen. */
export function usualChoice(algorithm: LinearAlgorithm): LinearChoice {
  return { cost: DEFAULT_COST[algorithm], lostShare: LOST_SHARE[algorithm] };
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
  const seen = new Set<string>();
  return choiceRows(matrix.rows, set.space.classes.length, seed).filter((row) => {
    if (!(set.weights[row]! > 0)) return false;
    const key = matrix.indices.subarray(matrix.starts[row], matrix.starts[row + 1]).join();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

interface InnerPart {
  readonly train: SparseMatrix;
  readonly held: SparseMatrix;
  readonly trainSet: TrainingSet;
  readonly heldSet: TrainingSet;
}

function innerParts({ matrix, set }: LinearChoiceOptions, rows: readonly number[]): InnerPart[] {
  const part = (train: readonly number[], held: readonly number[]): InnerPart => {
    const [trainMatrix, heldMatrix] = compactRows(matrix, train, held);
    const trainSet = partOfSet(set, train);
    return {
      train: trainMatrix,
      held: heldMatrix,
      trainSet,
      heldSet: { ...partOfSet(set, held), present: trainSet.present },
    };
  };
  if (rows.length > FOLDED_ROWS) {
    const cut = Math.floor(rows.length / (1 + HELD_PART));
    return [part(rows.slice(0, cut), rows.slice(cut))];
  }
  return Array.from({ length: FOLDS }, (_, fold) =>
    part(
      rows.filter((_row, at) => at % FOLDS !== fold),
      rows.filter((_row, at) => at % FOLDS === fold),
    ),
  );
}

interface PartFit {
  /** Scores of the rows fitted on, and what each owes to its own row. */
  readonly own: Float64Array;
  readonly ownShare: Float64Array;
  /** Scores of the rows held out; -Infinity for classes that no fitted row has. */
  readonly held: Float64Array;
}

interface Judged {
  readonly cost: number;
  readonly fits: readonly PartFit[];
  readonly losses: Float64Array;
}

function fitPart(options: LinearChoiceOptions, part: InnerPart, cost: number): PartFit {
  const { algorithm, seed, maxEpochs } = options;
  const k = part.trainSet.space.classes.length;
  const { weights, ownShare } = fitLinear({
    matrix: part.train,
    set: part.trainSet,
    algorithm,
    cost,
    seed,
    maxEpochs,
    start: null,
    probed: Int32Array.from({ length: part.train.rows }, (_, row) => row),
  });
  const scores = (matrix: SparseMatrix): Float64Array => {
    const found = linearScores(matrix, weights, k);
    for (let at = 0; at < found.length; at++)
      if (!part.trainSet.present[at % k]) found[at] = -Infinity;
    return found;
  };
  return { own: scores(part.train), ownShare, held: scores(part.held) };
}

/**
 * The log loss of each held-out row under the one curve that suits all of them best, and 1 more
 * where it is decided wrongly: the first sees small differences, the second is what counts in the
 * end.
 */
function lossesOf(parts: readonly InnerPart[], fits: readonly PartFit[]): Float64Array {
  const k = parts[0]!.trainSet.space.classes.length;
  const scores = new Float64Array(fits.reduce((sum, fit) => sum + fit.held.length, 0));
  let at = 0;
  for (const { held } of fits) {
    scores.set(held, at);
    at += held.length;
  }
  const set = {
    weights: Float64Array.from(parts.flatMap(({ heldSet }) => [...heldSet.weights])),
    classWeights: parts[0]!.heldSet.classWeights,
    ofRow: parts.flatMap(({ heldSet }) => heldSet.space.ofRow),
    multiLabel: parts[0]!.heldSet.space.multiLabel,
  };
  const { logLoss, wrong } = decisionLosses(scores, k, set);
  return logLoss.map((loss, row) => loss + wrong[row]!);
}

/** By how many standard errors of the paired differences one loses less than another. */
function advantage({ losses }: Judged, than: Judged): number {
  const differences = losses.map((loss, row) => than.losses[row]! - loss);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const spread =
    differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length;
  return spread === 0 ? 0 : mean / Math.sqrt(spread / differences.length);
}

/**
 * The part of the own share whose removal gives the curve that suits the held-out rows best: how
 * much a row's like take over depends on the rows.
 */
function shareOf({ train, trainSet, heldSet }: InnerPart, fit: PartFit): number {
  const k = trainSet.space.classes.length;
  const rows = Int32Array.from({ length: train.rows }, (_, row) => row);
  let best = 0;
  let least = Infinity;
  for (let tenth = 0; tenth <= 10; tenth++) {
    const share = tenth / 10;
    const scores = fit.own.map((score, at) => score - share * fit.ownShare[at]!);
    const { logLoss } = decisionLosses(
      fit.held.slice(),
      k,
      {
        weights: heldSet.weights,
        classWeights: heldSet.classWeights,
        ofRow: heldSet.space.ofRow,
        multiLabel: heldSet.space.multiLabel,
      },
      fitScaling(scores, rows, trainSet),
    );
    const loss = logLoss.reduce((sum, value) => sum + value, 0);
    if (loss < least) [least, best] = [loss, share];
  }
  return best;
}
