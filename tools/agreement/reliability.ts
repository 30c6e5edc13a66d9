import { checkAligned, shapeError } from "./rated.js";

/** Items whose probabilities lie near to one another. */
export interface ReliabilityBin {
  /** From this probability on. */
  readonly from: number;
  /** Up to this one. */
  readonly to: number;
  /** Items in it. */
  readonly items: number;
  /** Mean of their probabilities; null for none. */
  readonly said: number | null;
  /** Share of them that came true; null for none. */
  readonly true: number | null;
}

/** Whether what was said to come true in p of all cases does so. */
export interface Reliability {
  /** Bins of equal width over 0 to 1. */
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: mean distance of said and true, weighed by items. */
  readonly expectedCalibrationError: number;
  /** Mean squared distance of probability and outcome (Brier 1950). */
  readonly brier: number;
}

/**
 * Reliability of probabilities (Guo et al. 2017), in bins of equal width.
 *
 * @param probabilities said for each item, 0 to 1
 * @param outcomes      whether it came true
 * @param options.bins  number of bins. Default: 10.
 * @throws SHAPE if lengths differ, a list is empty, or a probability is outside 0 to 1
 */
export function reliability(
  probabilities: readonly number[],
  outcomes: readonly boolean[],
  { bins = 10 }: { readonly bins?: number } = {},
): Reliability {
  checkAligned(probabilities, outcomes, { what: "reliability" });
  const wrong = probabilities.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0 || !Number.isSafeInteger(bins) || bins < 1)
    throw shapeError(
      wrong >= 0
        ? `reliability: value ${wrong} is ${String(probabilities[wrong])}`
        : `reliability: ${bins} bins`,
      "Probabilities lie between 0 and 1, in at least one bin.",
    );
  const counted = Array.from({ length: bins }, () => ({ items: 0, said: 0, true: 0 }));
  let squares = 0;
  for (const [at, value] of probabilities.entries()) {
    const bin = counted[Math.min(bins - 1, Math.floor(value * bins))]!;
    const came = outcomes[at] ? 1 : 0;
    bin.items++;
    bin.said += value;
    bin.true += came;
    squares += (value - came) ** 2;
  }
  const n = probabilities.length;
  return {
    bins: counted.map((bin, at) => ({
      from: at / bins,
      to: (at + 1) / bins,
      items: bin.items,
      said: bin.items === 0 ? null : bin.said / bin.items,
      true: bin.items === 0 ? null : bin.true / bin.items,
    })),
    expectedCalibrationError: counted.reduce(
      (sum, bin) => sum + Math.abs(bin.said - bin.true) / n,
      0,
    ),
    brier: squares / n,
  };
}
