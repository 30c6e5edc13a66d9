import type { Prediction } from "../contract.js";

/** The prediction that probabilities stand for; the first class wins a tie. */
export function predictionOf(
  classes: readonly string[],
  probabilities: Float64Array,
  multiLabel: boolean,
): Prediction {
  let best = 0;
  for (let c = 1; c < probabilities.length; c++)
    if (probabilities[c]! > probabilities[best]!) best = c;
  const label = classes[best]!;
  return multiLabel
    ? { label, probabilities, labels: classes.filter((_, c) => probabilities[c]! >= 0.5) }
    : { label, probabilities };
}
