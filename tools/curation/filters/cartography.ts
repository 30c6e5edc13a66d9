import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { mean, quantile } from "../../../base/statistics/mean.js";
import type { FilterReason } from "./measures/filter-reasons.js";
import { FilterReport } from "./measures/filter-report.js";
import { dynamicsSettings, labelDynamics } from "../../learning/scores/label-dynamics.js";
import { belowTop, countOf, groupsBy, lowest } from "../../../base/statistics/lowest-share.js";
import { withInputs, withSupportInputs } from "../learning-inputs.js";

const MEANINGS = {
  "remove-hard":
    "confidence: mean probability of the given label over the epochs; low = hard to learn, " +
    "often a wrong label",
  "keep-easy":
    "confidence: mean probability of the given label over the epochs; high = easy to learn",
  "keep-ambiguous":
    "variability: standard deviation of the probability of the given label over the epochs; " +
    "high = ambiguous",
} as const;
const REASONS: Readonly<Record<keyof typeof MEANINGS, FilterReason>> = {
  "remove-hard": "hard-to-learn",
  "keep-easy": "hard-to-learn",
  "keep-ambiguous": "clear-cut",
};

const settings = z.strictObject({
  mode: z
    .enum(["remove-hard", "keep-easy", "keep-ambiguous"])
    .default("remove-hard")
    .describe(
      "Take out the hard-to-learn rows, or keep the easy or the ambiguous ones alone. " +
        "Default: remove-hard.",
    ),
  share: numberSetting(
    { from: 0, to: 1, usual: 0.1 },
    "Share of the rows that is removed (remove-hard) or kept (the others). Default: 0.1; " +
      "the paper keeps 0.33.",
  ),
  perClass: z.boolean().default(true).describe("Take the share of every class. Default: true."),
  ...dynamicsSettings(20),
});

/**
 * Draws the map of a dataset by mean and spread of the probability of each label over the epochs
 * (Swayamdipta et al. 2020) and keeps a region of it.
 */
export const cartographyFilter = configurable({
  settings,
  make: ({ mode, share, perClass, ...how }): Filter => ({
    name: "cartography",
    gated: true,
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const { found, ...failed } = await labelDynamics(
        await withInputs(rows, context),
        await withSupportInputs(context),
        { ...how, source: "rows" },
      );
      if (found === null)
        return report.notApplied("cartography", MEANINGS[mode], failed.note!, failed);
      const { indices, keys, leftOut } = found.labelled;
      const confidence = found.probabilities.map((path) => mean(path));
      const variability = found.probabilities.map((path, at) =>
        Math.sqrt(mean(path.map((p) => (p - confidence[at]!) ** 2))),
      );
      const scores = mode === "keep-ambiguous" ? variability : confidence;
      indices.forEach((index, at) => (report.scores[index] = scores[at]!));
      const groups = groupsBy(
        indices.map((_index, at) => at),
        perClass ? (at) => keys[at]! : null,
      );
      const out =
        mode === "remove-hard"
          ? groups.flatMap((group) => lowest(scores, group, countOf(share, group.length)))
          : belowTop(scores, groups, share);
      for (const at of out)
        report.remove(
          indices[at]!,
          REASONS[mode],
          `confidence ${confidence[at]!.toFixed(3)}, variability ${variability[at]!.toFixed(3)}`,
        );
      const [spread, middle] = [quantile(variability, 2 / 3), quantile(confidence, 0.5)];
      const regions = { ambiguous: 0, easy: 0, hard: 0 };
      indices.forEach(
        (_index, at) =>
          (regions[
            variability[at]! > spread ? "ambiguous" : confidence[at]! >= middle ? "easy" : "hard"
          ] += 1),
      );
      return report.outcome("cartography", MEANINGS[mode], {
        mode,
        share,
        perClass,
        epochs: how.epochs,
        regions,
        regionLimits: { variability: spread, confidence: middle },
        leftOut,
      });
    },
  }),
});
