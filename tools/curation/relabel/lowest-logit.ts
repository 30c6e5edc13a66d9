import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { crossFitSettings } from "../filters/measures/given-probabilities.js";
import { leastConfidentRelabeler } from "./least-confident.js";

const settings = z.strictObject({
  share: numberSetting(
    { from: 0, usual: 0.1 },
    "Share of all rows that people decide, or their number above 1. Default: 0.1.",
  ),
  score: z
    .string()
    .min(1)
    .default("averageLogProbability")
    .describe(
      "The labelling model's confidence, as a score of the rows; a small model's where " +
        "fewer than half of the rows have it. Default: averageLogProbability.",
    ),
  ...crossFitSettings("logistic-regression"),
});

/**
 * People relabel the rows whose label the labelling model itself was least sure of (Wang et al.
 * 2021: the lowest logits). Differs from label replacement in whose confidence counts: the one that
 * gave the label, as far as its scores came with the rows.
 */
export const lowestLogit = configurable({
  settings,
  make: (chosen) => leastConfidentRelabeler("lowest-logit", chosen),
});
