import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { mean } from "../../../base/statistics/mean.js";
import { FilterReport } from "./measures/filter-report.js";
import { crossFitSettings, givenProbabilities } from "./measures/given-probabilities.js";
import { groupsBy } from "../../../base/statistics/lowest-share.js";

const MEANING =
  "pointwise V-information of the text about its label in bits; high = the text makes its " +
  "label much more predictable than the class frequency does";
/**
 * Probabilities below this count as it: a logarithm of 0 would make the mean of a class infinite.
 */
const LEAST = 1e-9;

const settings = z.strictObject({
  threshold: z
    .union([z.literal("class-mean"), z.number()])
    .default("class-mean")
    .describe(
      'Rows below it go: "class-mean" (of the row\'s class) or a number of bits. Default: ' +
        "class-mean.",
    ),
  ...crossFitSettings("logistic-regression"),
});

/**
 * Keeps rows whose pointwise V-information PVI(x -> y) = -log2 p_g'(y | empty) + log2 p_g(y | x)
 * reaches the mean of their class (Lin et al. 2023). g is judged out of sample; g', which sees no
 * text, is the share of the class among the other rows.
 */
export const pviFilter = configurable({
  settings,
  make: ({ threshold, folds, algorithm }): Filter => ({
    name: "pvi",
    gated: true,
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      if (context.multiLabel)
        return report.notApplied(
          "pvi",
          MEANING,
          "PVI is defined for one label per row; these are multi-label",
        );
      const { found, ...failed } = await givenProbabilities(rows, context, { folds, algorithm });
      if (found === null) return report.notApplied("pvi", MEANING, failed.note!, failed);
      const { indices, keys, leftOut } = found.labelled;
      const groups = groupsBy(
        indices.map((_index, at) => at),
        (at) => keys[at]!,
      );
      const thresholds: Record<string, number> = {};
      for (const group of groups) {
        const prior = (group.length - 1) / (indices.length - 1);
        for (const at of group)
          report.scores[indices[at]!] =
            -Math.log2(prior) + Math.log2(Math.max(LEAST, found.probabilities[at]!));
        const least =
          threshold === "class-mean"
            ? mean(group.map((at) => report.scores[indices[at]!]!))
            : threshold;
        thresholds[keys[group[0]!]!] = least;
        for (const at of group) {
          const score = report.scores[indices[at]!]!;
          // The mean of equal scores may round to just above them.
          if (score < least - 1e-9)
            report.remove(
              indices[at]!,
              "low-pvi",
              `PVI is ${score.toFixed(3)} bits, below ` +
                `${least.toFixed(3)}${threshold === "class-mean" ? ` (mean of "${keys[at]}")` : ""}`,
            );
        }
      }
      return report.outcome("pvi", MEANING, {
        thresholds,
        clamped: found.probabilities.filter((value) => value < LEAST).length,
        folds,
        algorithm,
        leftOut,
      });
    },
  }),
});
