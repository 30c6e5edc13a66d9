import { DatawrightError } from "../../../base/errors.js";
import { calibratedScaling } from "./calibrated-scaling.js";
import { chooseCost, sharpnessAt, usualChoice, type LinearChoice } from "../cost/choose-cost.js";
import type { Calibration, ClassifierAlgorithm } from "../contract.js";
import { EnsembleTextClassifier, type MatrixClassifier } from "./ensemble-classifier.js";
import { fitLinear } from "./fit-linear.js";
import { LinearTextClassifier, linearScores } from "./linear-classifier.js";
import {
  fitNaiveBayes,
  naiveBayesOwnShare,
  naiveBayesScores,
  NaiveBayesTextClassifier,
  relativeToRest,
} from "./naive-bayes.js";
import type { SparseMatrix } from "../features/sparse-matrix.js";
import type { TextVectorizer } from "../features/text-vectorizer.js";
import type { TrainingSet } from "../features/training-set.js";

/** See docs/decisions/2026-11-20-text-classifier-defaults.md. */
const NAIVE_BAYES_SMOOTHING = 0.03;

/**
 * Without a row, its like take over part of what it did: only this much of its share is lost, where
 * it cannot be measured.
 */
const LOST_SHARE = { "linear-svm": 0.4, "logistic-regression": 0.6 } as const;

/**
 * Weights of a linear classifier are one dense table; beyond this many numbers (1 GiB) it is
 * refused.
 */
const MOST_WEIGHTS = 2 ** 28;

export interface MatrixTraining {
  readonly matrix: SparseMatrix;
  readonly vectorizer: TextVectorizer;
  readonly set: TrainingSet;
  readonly algorithm: ClassifierAlgorithm;
  readonly cost: number | undefined;
  readonly seed: number;
  readonly calibration: Calibration;
  readonly maxEpochs: number;
  readonly start: Float32Array | null;
  /** Where the solver of a linear model stops, where that is not as usual. */
  readonly tolerance?: number;
  /** How the linear model is fitted, where it was chosen before. */
  readonly choice?: LinearChoice;
}

/**
 * Trains on rows that are vectors already.
 *
 * @throws TRAINING_DATA if no row has a feature, or a linear model over so many classes and
 *         features would not fit in memory
 */
export function trainOnMatrix(training: MatrixTraining): MatrixClassifier {
  const { matrix, set, algorithm } = training;
  const k = set.space.classes.length;
  if (matrix.indices.length === 0) {
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message: "no training text has a feature: all are empty, or minDocumentFrequency leaves none",
      details: { rows: matrix.rows },
    });
  }
  const hasWords = matrix.columns > (matrix.dense ?? 0);
  if (algorithm === "ensemble") {
    const kinds = ["logistic-regression", ...(hasWords ? (["naive-bayes"] as const) : [])] as const;
    const members = kinds.map((each) => trainOnMatrix({ ...training, algorithm: each }));
    return new EnsembleTextClassifier(members, training.vectorizer, set.space.multiLabel);
  }
  if (algorithm === "naive-bayes") {
    if (!hasWords)
      throw new DatawrightError({
        code: "TRAINING_DATA",
        message: "naive Bayes counts words, and these rows have embeddings alone",
        hint: 'use algorithm "logistic-regression", or words and embeddings together (features: both)',
      });
    return trainNaiveBayes(training);
  }
  if ((matrix.columns + 1) * k > MOST_WEIGHTS) {
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message:
        `a linear classifier of ${k} classes over ${matrix.columns} features needs ` +
        `${(matrix.columns + 1) * k} weights, more than ${MOST_WEIGHTS}`,
      hint:
        'use algorithm "naive-bayes", which stays sparse, or fewer features ' +
        '(minDocumentFrequency, vocabulary "hashed" with small hashBits)',
      details: { classes: k, features: matrix.columns },
    });
  }
  return trainLinear(training, algorithm);
}

function trainLinear(
  training: MatrixTraining,
  algorithm: "linear-svm" | "logistic-regression",
): LinearTextClassifier {
  const { matrix, set, vectorizer, seed, maxEpochs, start, tolerance } = training;
  const k = set.space.classes.length;
  const { cost, curve } = linearChoice(training, algorithm);
  const known = {
    sharpness: curve === null ? null : sharpnessAt(curve, matrix.rows),
    hasOffsets: curve?.hasOffsets === true,
    lostShare: LOST_SHARE[algorithm],
  };
  const fit = (part: TrainingSet, probed: Int32Array) =>
    fitLinear({ matrix, set: part, algorithm, cost, seed, maxEpochs, start, tolerance, probed });
  let weights = new Float32Array(0);
  const { scaling, rule } = calibratedScaling(matrix, { ...training, known }, (part, probed) => {
    const found = fit(part, probed);
    if (part === set) weights = found.weights as Float32Array<ArrayBuffer>;
    return {
      scores: (rows) => linearScores(rows, found.weights, k),
      ownShare: found.ownShare,
      probedScores: found.probedScores,
    };
  });
  return new LinearTextClassifier({
    classes: set.space.classes,
    algorithm,
    multiLabel: set.space.multiLabel,
    seen: set.present,
    vectorizer,
    weights,
    cost,
    scaling,
    rule,
  });
}

/** A classifier that goes on from an earlier one is fitted as that was, as far as it is known. */
function linearChoice(
  training: MatrixTraining,
  algorithm: "linear-svm" | "logistic-regression",
): LinearChoice {
  if (training.choice !== undefined) return training.choice;
  if (training.start === null) return chooseCost({ ...training, algorithm });
  const usual = usualChoice(algorithm);
  return { ...usual, cost: training.cost ?? usual.cost };
}

function trainNaiveBayes(training: MatrixTraining): NaiveBayesTextClassifier {
  const { matrix, set, vectorizer } = training;
  const { classes, multiLabel, ofRow } = set.space;
  const tables = fitNaiveBayes(matrix, set, NAIVE_BAYES_SMOOTHING);
  const { scaling, rule } = calibratedScaling(
    matrix,
    training,
    (part, probed) => {
      const found = part === set ? tables : fitNaiveBayes(matrix, part, NAIVE_BAYES_SMOOTHING);
      const ownShare = new Float64Array(probed.length * classes.length);
      probed.forEach((row, at) => {
        for (const c of ofRow[row]!)
          ownShare[at * classes.length + c] = naiveBayesOwnShare(
            matrix,
            found,
            row,
            c,
            set.weights[row]! * set.classWeights[c]!,
            NAIVE_BAYES_SMOOTHING,
          );
      });
      return { scores: (rows) => naiveBayesScores(rows, found), ownShare };
    },
    multiLabel ? relativeToRest : undefined,
  );
  return new NaiveBayesTextClassifier({ classes, multiLabel, vectorizer, tables, scaling, rule });
}
