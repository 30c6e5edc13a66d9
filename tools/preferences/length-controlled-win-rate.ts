import { standardDeviation } from "../../base/statistics/mean.js";
import { shapeError } from "../agreement/rated.js";
import { shareOf, winRate, type Preference } from "./win-rate.js";

/** One judgment with the lengths of what was judged. */
export interface MeasuredPreference {
  /** As `winRate` takes it. */
  readonly preference: Preference;
  /** Characters of the baseline's output. */
  readonly baselineLength: number;
  /** Characters of the candidate's. */
  readonly candidateLength: number;
}

/** A win rate as it would be at equal lengths. */
export interface LengthControlledWinRate {
  /** As it was judged, 0 to 1. */
  readonly winRate: number;
  /** At equal lengths, 0 to 1. */
  readonly lengthControlled: number;
  /** What one standard deviation of length difference moves the log-odds by, near 0. */
  readonly lengthEffect: number;
  /** Judgments that counted. */
  readonly judged: number;
}

/** Keeps the fit finite where one side won everything. */
const RIDGE = 1e-2;
const STEPS = 50;

/**
 * Win rate with the judge's taste for length taken out (after Dubois et al. 2024): a logistic
 * regression of the preference on the candidate and tanh(length difference / its deviation), read at
 * difference 0. Their third term, the difficulty of each instruction, needs judgments of many models
 * and is left out.
 *
 * @throws SHAPE if a length is no number of at least 0, or nothing could be read
 */
export function lengthControlledWinRate(
  judgments: readonly MeasuredPreference[],
): LengthControlledWinRate {
  const rate = winRate(judgments.map(({ preference }) => preference));
  const rows = judgments.flatMap(({ preference, baselineLength, candidateLength }, at) => {
    if (!(
      baselineLength >= 0 &&
      candidateLength >= 0 &&
      baselineLength + candidateLength < Infinity
    ))
      throw shapeError(
        `lengthControlledWinRate: lengths ${baselineLength} and ${candidateLength} of judgment ${at}`,
        "Lengths are counts of characters.",
      );
    const share = shareOf(preference, at);
    return share === null ? [] : [{ share, difference: candidateLength - baselineLength }];
  });
  const deviation = standardDeviation(rows.map(({ difference }) => difference)) || 1;
  const inputs = rows.map(({ share, difference }) => ({
    share,
    x: Math.tanh(difference / deviation),
  }));
  const [theta, phi] = fitLogistic(inputs);
  return {
    winRate: rate.winRate,
    lengthControlled: 1 / (1 + Math.exp(-theta)),
    lengthEffect: phi,
    judged: rate.judged,
  };
}

/** Newton's method on two weights: of the candidate, and of the length. */
function fitLogistic(
  rows: readonly { readonly share: number; readonly x: number }[],
): readonly [number, number] {
  let [theta, phi] = [0, 0];
  for (let step = 0; step < STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [-RIDGE * theta, -RIDGE * phi, RIDGE, 0, RIDGE];
    for (const { share, x } of rows) {
      const p = 1 / (1 + Math.exp(-(theta + phi * x)));
      const slope = p * (1 - p);
      g0 += share - p;
      g1 += (share - p) * x;
      h00 += slope;
      h01 += slope * x;
      h11 += slope * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    const moved = [
      (h11 * g0 - h01 * g1) / determinant,
      (h00 * g1 - h01 * g0) / determinant,
    ] as const;
    // A step of the size of the whole scale overshoots where one side won nearly all.
    const shrink = Math.min(1, 4 / Math.max(Math.abs(moved[0]), Math.abs(moved[1]), 1e-300));
    theta += moved[0] * shrink;
    phi += moved[1] * shrink;
    if (Math.abs(moved[0]) + Math.abs(moved[1]) < 1e-10) break;
  }
  return [theta, phi];
}
