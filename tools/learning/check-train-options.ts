import { DatawrightError } from "../../base/errors.js";
import {
  ANY_INTEGER,
  checkOptions,
  integerFrom,
  LIST,
  POSITIVE,
  shown,
  type OptionRule,
} from "../../base/settings/check-options.js";
import type { Calibration, ClassifierAlgorithm, TrainOptions } from "./contract.js";
import type { DEFAULT_FEATURES } from "./features/feature-options.js";
import { isRecord } from "../../base/values/is-record.js";

const isNames = (value: unknown): boolean =>
  Array.isArray(value) && value.every((name) => typeof name === "string");
const NGRAMS: OptionRule = {
  expected: "null or two integers, the shortest and the longest n-gram",
  holds: (value) =>
    value === null || (Array.isArray(value) && value.length === 2 && value.every(Number.isInteger)),
};
const NUMBER: OptionRule = {
  expected: "a finite number >= 0",
  holds: (value) => typeof value === "number" && value >= 0 && value < Infinity,
};
const FEATURES: Readonly<Record<keyof typeof DEFAULT_FEATURES, OptionRule>> = {
  wordNgrams: NGRAMS,
  characterNgrams: NGRAMS,
  minDocumentFrequency: integerFrom(1),
  wordShare: NUMBER,
  crossShare: NUMBER,
  alignmentShare: NUMBER,
  sublinear: { expected: "true or false", holds: (value) => typeof value === "boolean" },
  idfPower: NUMBER,
  vocabulary: ["exact", "hashed"],
  hashBits: integerFrom(8),
};

const ALGORITHMS = [
  "linear-svm",
  "logistic-regression",
  "naive-bayes",
  "ensemble",
] as const satisfies readonly ClassifierAlgorithm[];
const CALIBRATIONS = [
  "leave-one-out",
  "cross-validation",
  "none",
] as const satisfies readonly Calibration[];

const RULES: Readonly<Record<keyof Omit<TrainOptions, "initial">, OptionRule>> = {
  texts: { expected: "an array of strings, or of pairs of strings", holds: Array.isArray },
  labels: { expected: "an array of labels", holds: Array.isArray },
  weights: LIST,
  seed: ANY_INTEGER,
  classes: { expected: "an array of class names", holds: isNames },
  classWeights: {
    expected: '"balanced" or an object of a weight per class',
    holds: (value) => value === "balanced" || isRecord(value),
  },
  algorithm: ALGORITHMS,
  cost: POSITIVE,
  features: { expected: "an object of feature options", holds: isRecord },
  calibration: CALIBRATIONS,
  maxEpochs: integerFrom(1),
};

/**
 * Checks what callers without types may get wrong in the options of a classifier's training: unknown
 * options and names, and labels that are none.
 *
 * @param further rules of the options that a function has beside those of `TrainOptions`
 * @throws SHAPE that names the option and what it may be, or the row whose label is no string nor a
 *         list of strings
 */
export function checkTrainOptions(
  options: unknown,
  of: string,
  further: Readonly<Record<string, OptionRule>> = {},
): void {
  checkOptions(options, { of, rules: { ...RULES, ...further }, needed: ["texts", "labels"] });
  const { labels, features } = options as { labels: readonly unknown[]; features?: object };
  if (features !== undefined) checkOptions(features, { of: `${of}, features`, rules: FEATURES });
  const odd = labels.findIndex((label) => typeof label !== "string" && !isNames(label));
  if (odd >= 0)
    throw new DatawrightError({
      code: "SHAPE",
      message:
        `${of}: label ${odd} is ${shown(labels[odd])}; it must be a string, or a list of strings ` +
        "where rows may have several labels",
      hint: "leave rows without a label out, and write numbers as strings",
      details: { row: odd },
    });
}
