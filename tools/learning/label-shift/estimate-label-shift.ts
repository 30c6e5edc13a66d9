import { DatawrightError } from "../../../base/errors.js";
import type { Interval } from "../../../base/statistics/intervals.js";
import { quantile } from "../../../base/statistics/mean.js";
import { Random } from "../../../base/statistics/random.js";
import { blackBoxShift } from "./black-box-shift.js";
import { maximumLikelihoodShift } from "./maximum-likelihood-shift.js";
import type { ShiftRows } from "./shift-rows.js";

/** Labelled rows and target rows as a classifier sees them. */
export interface LabelShiftOptions {
  /** Out-of-sample probabilities of the labelled rows: n rows of k, each sums to 1. */
  readonly probabilities: readonly ArrayLike<number>[];
  /** Their labels: n integers in [0, k). */
  readonly labels: ArrayLike<number>;
  /** Probabilities of the unlabelled target rows by a model of the same kind: m rows of k. */
  readonly target: readonly ArrayLike<number>[];
  /**
   * "maximum-likelihood" (Saerens, Latinne and Decaestecker 2002) needs calibrated probabilities and
   * is then the sharper; "black-box" (Lipton, Wang and Smola 2018) needs a classifier that confuses
   * classes in the same way on both sides. Default: "maximum-likelihood".
   */
  readonly method?: "maximum-likelihood" | "black-box";
  /** Bootstrap samples that the intervals come from; 0 = no intervals. Default: 200. */
  readonly samples?: number;
  /** Seed of the bootstrap. Default: 0. */
  readonly seed?: number;
}

/** How frequent labels are on both sides. */
export interface LabelShift {
  /** Share of each class among the labelled rows. */
  readonly source: Float64Array;
  /** Estimated share of each class among the target rows. */
  readonly target: Float64Array;
  /** target / source: what a labelled row of each class counts for; 1 for a class without rows. */
  readonly weights: Float64Array;
  /** Of each target share, at 95 % by the percentiles of the bootstrap; null without one. */
  readonly intervals: readonly Interval[] | null;
}

/**
 * The label shares of unlabelled rows, where texts of a label look alike on both sides but labels are
 * more or less frequent (label shift).
 *
 * @throws SHAPE if counts differ, a label is out of range, a row does not sum to 1, or a side is empty
 */
export function estimateLabelShift(options: LabelShiftOptions): LabelShift {
  const { method = "maximum-likelihood", samples = 200, seed = 0 } = options;
  const k = checked(options, samples);
  const labels = Array.from(options.labels);
  const estimate = method === "black-box" ? blackBoxShift : maximumLikelihoodShift;
  const rowsOf = (from: readonly number[], to: readonly number[]): ShiftRows => {
    const drawn = from.map((row) => labels[row]!);
    return {
      probabilities: from.map((row) => options.probabilities[row]!),
      labels: drawn,
      target: to.map((row) => options.target[row]!),
      source: sharesOf(drawn, k),
    };
  };
  const all = rowsOf([...labels.keys()], [...options.target.keys()]);
  const target = estimate(all);
  const random = new Random(seed).derive("label-shift");
  const again = (count: number): number[] =>
    Array.from({ length: count }, () => random.integer(count));
  const drawn = Array.from({ length: samples }, () =>
    estimate(rowsOf(again(labels.length), again(options.target.length))),
  );
  return {
    source: all.source,
    target,
    weights: target.map((share, c) => (all.source[c]! > 0 ? share / all.source[c]! : 1)),
    intervals:
      samples === 0
        ? null
        : Array.from(target, (share, c) => {
            const values = drawn.map((each) => each[c]!);
            return {
              lower: Math.min(share, quantile(values, 0.025)),
              upper: Math.max(share, quantile(values, 0.975)),
            };
          }),
  };
}

function sharesOf(labels: readonly number[], k: number): Float64Array {
  const shares = new Float64Array(k);
  for (const label of labels) shares[label] = shares[label]! + 1 / labels.length;
  return shares;
}

function checked({ probabilities, labels, target }: LabelShiftOptions, samples: number): number {
  const fail = (message: string): never => {
    throw new DatawrightError({ code: "SHAPE", message });
  };
  if (probabilities.length !== labels.length)
    fail(`${probabilities.length} rows of probabilities but ${labels.length} labels`);
  if (labels.length === 0 || target.length === 0)
    fail(`${labels.length} labelled and ${target.length} target rows: both sides need some`);
  if (!Number.isInteger(samples) || samples < 0)
    fail(`samples is ${samples}; it must be a whole number of at least 0`);
  const k = probabilities[0]!.length;
  if (k < 2) fail(`rows of ${k} probabilities: at least two classes are needed`);
  for (const [side, rows] of [
    ["labelled", probabilities],
    ["target", target],
  ] as const)
    rows.forEach((row, at) => {
      const sum = Array.from(row).reduce((total, value) => total + value, 0);
      if (row.length !== k || !(Math.abs(sum - 1) < 1e-3))
        fail(`${side} row ${at} is not ${k} probabilities that sum to 1`);
    });
  for (let row = 0; row < labels.length; row++)
    if (!(Number.isInteger(labels[row]) && labels[row]! >= 0 && labels[row]! < k))
      fail(`label ${row} is ${labels[row]}; it must be an integer from 0 to ${k - 1}`);
  return k;
}
