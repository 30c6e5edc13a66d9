import type { Prediction } from "../contract.js";
import { labelsOf, PLAIN_RULE, type LabelRule } from "./label-thresholds.js";

/**
 * The prediction that probabilities stand for; the first class wins a tie.
 *
 * @param rule how several labels are told; by one half where nothing was fitted
 */
export function predictionOf(
  classes: readonly string[],
  probabilities: Float64Array,
  multiLabel: boolean,
  rule: LabelRule = PLAIN_RULE,
): Prediction {
  let best = 0;
  for (let c = 1; c < probabilities.length; c++)
    if (probabilities[c]! > probabilities[best]!) best = c;
  const label = classes[best]!;
  return multiLabel
    ? { label, probabilities, labels: labelsOf(probabilities, rule).map((c) => classes[c]!) }
    : { label, probabilities };
}
