import type { Finding } from "../contract.js";
import type { DownstreamDetails } from "./downstream-details.js";
import type { ArmName } from "./training-arms.js";

/** Test rows below which an accuracy says little. */
const FEW_TESTED = 100;
/** Points below as many real rows at which a dataset is no replacement for them. */
const FAR_BELOW = 0.15;

const points = (share: number): string => (100 * Math.abs(share)).toFixed(1);
const range = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;

/** What the test with real data means. */
export function downstreamFindings(
  { arms, differences, majority, missingLabels, next, testRows, leftOut }: DownstreamDetails,
  notes: ReadonlyMap<ArmName, string>,
): Finding[] {
  const found: Finding[] = [];
  const { synthetic } = arms;
  const advice = next[0] === undefined ? {} : { next: next[0].text };
  if (synthetic === undefined)
    return [
      { level: "doubt", text: `nothing was trained on the rows: ${notes.get("synthetic") ?? ""}` },
    ];
  if (synthetic.low <= majority)
    found.push({
      level: "bad",
      text:
        `a model trained on the rows is right on ${points(synthetic.accuracy)} % of ${testRows} real ` +
        `test rows, no better than always giving the most frequent label (${points(majority)} %)`,
      ...advice,
    });
  const { atEqualSize, addedToReal } = differences;
  if (atEqualSize !== null) {
    const { difference, high, low } = atEqualSize;
    if (high < 0)
      found.push({
        level: difference < -FAR_BELOW ? "bad" : "doubt",
        text:
          `the rows train a worse model than as many real rows: by ${points(difference)} points ` +
          `(95 %: ${range(atEqualSize)}) on ${testRows} test rows`,
        ...advice,
      });
    else
      found.push({
        level: "good",
        text:
          low > 0
            ? `the rows train a better model than as many real rows, by ${points(difference)} points (95 %: ${range(atEqualSize)})`
            : `no difference to training on as many real rows can be told on ${testRows} test rows (95 %: ${range(atEqualSize)} points)`,
      });
  } else if (synthetic.low > majority)
    found.push({
      level: "good",
      text:
        `a model trained on the rows is right on ${points(synthetic.accuracy)} % of ${testRows} real ` +
        `test rows; always giving the most frequent label ${points(majority)} %`,
      next: "Give real rows to train on (--reference) to see what they would bring.",
    });
  if (addedToReal !== null && addedToReal.low > 0)
    found.push({
      level: "good",
      text: `added to the real rows they gain ${points(addedToReal.difference)} points (95 %: ${range(addedToReal)})`,
    });
  else if (addedToReal !== null && addedToReal.high < 0)
    found.push({
      level: "doubt",
      text: `added to the real rows they cost ${points(addedToReal.difference)} points (95 %: ${range(addedToReal)})`,
      next: "Curate them first (datawright curate), or weigh them below the real ones.",
    });
  const missing = Object.entries(missingLabels);
  if (missing.length > 0)
    found.push({
      level: "doubt",
      text: `${missing.length} labels of the test have no row: "${missing[0]![0]}" has ${missing[0]![1]} test rows, which count as wrong`,
      next: "Order rows of these labels.",
    });
  if (leftOut.rows + leftOut.reference > 0)
    found.push({
      level: "doubt",
      text: `${leftOut.rows} rows and ${leftOut.reference} reference rows equal a test row and were left out of the training`,
    });
  if (testRows < FEW_TESTED)
    found.push({
      level: "doubt",
      text: `${testRows} test rows are few: the intervals are wide`,
    });
  return found;
}
