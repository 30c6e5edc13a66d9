import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { FilterReport } from "./measures/filter-report.js";
import { crossFitSettings, givenProbabilities } from "./measures/given-probabilities.js";
import { countOf, groupsBy, lowest } from "../../../base/statistics/lowest-share.js";

const MEANING =
  "out-of-sample probability of the given label, 0 to 1; high = a model that did not see " +
  "the row agrees with its label";

const settings = z.strictObject({
  threshold: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe("Rows below this probability go. Default: none, `removeShare` decides."),
  removeShare: numberSetting(
    { from: 0, to: 1, usual: 0.1 },
    "Share of the rows with the lowest probability that goes, where there is no " +
      "threshold. Default: 0.1.",
  ),
  perClass: z
    .boolean()
    .default(true)
    .describe("Take the share of every class, so that no class loses more than it. Default: true."),
  ...crossFitSettings("logistic-regression"),
});

/**
 * Takes out rows whose label a cross-validated small model finds improbable; the baseline of the
 * work that followed ZeroGen (Ye et al. 2022).
 */
export const confidenceFilter = configurable({
  settings,
  make: ({ threshold, removeShare, perClass, folds, algorithm }): Filter => ({
    name: "confidence",
    gated: true,
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const { found, ...failed } = await givenProbabilities(rows, context, { folds, algorithm });
      if (found === null) return report.notApplied("confidence", MEANING, failed.note!, failed);
      const { indices, keys, leftOut } = found.labelled;
      indices.forEach((index, at) => (report.scores[index] = found.probabilities[at]!));
      const positions = indices.map((_index, at) => at);
      const low =
        threshold !== null
          ? positions.filter((at) => found.probabilities[at]! < threshold)
          : groupsBy(positions, perClass ? (at) => keys[at]! : null).flatMap((group) =>
              lowest(found.probabilities, group, countOf(removeShare, group.length)),
            );
      for (const at of low) {
        const best = found.all[at]!.reduce(
          (top, value, c, values) => (value > values[top]! ? c : top),
          0,
        );
        report.remove(
          indices[at]!,
          "low-confidence",
          `probability of "${keys[at]}" is ${found.probabilities[at]!.toFixed(3)}; most ` +
            `probable: "${found.classes[best]}" with ${found.all[at]![best]!.toFixed(3)}`,
        );
      }
      return report.outcome("confidence", MEANING, {
        threshold,
        removeShare: threshold === null ? removeShare : null,
        perClass,
        folds,
        algorithm,
        leftOut,
      });
    },
  }),
});
