import type { Summary } from "../../schema/report.js";
import { shownDifference } from "../../tools/reporting/shown-difference.js";
import { texts } from "../language/texts.js";

/**
 * What the accuracies of training on the samples and on the real rows show of each other, with the 95 %
 * interval of their difference where the report has it; null where one is missing.
 */
export function differenceText(downstream: Summary["downstream"]): string | null {
  const say = texts().summary;
  const found = shownDifference(downstream);
  if (found === null) return null;
  const { shown, value, interval } = found;
  const points = (share: number): string => (100 * share).toFixed(1);
  const range =
    interval === null
      ? null
      : shown === "worse"
        ? say.range(points(-interval.high), points(-interval.low))
        : say.range(points(interval.low), points(interval.high));
  if (shown === "worse") return say.worse(points(-value), range);
  return shown === "better"
    ? say.better(points(value), range)
    : say.neither(downstream.testSize, range);
}
