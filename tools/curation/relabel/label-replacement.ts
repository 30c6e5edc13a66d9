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
  ...crossFitSettings("ensemble"),
});

/**
 * People replace the labels of the rows of which a small model is least sure (label replacement,
 * Chung et al. 2023). Rows without a label come first, in the order of the file; without people the
 * rows are marked for them.
 */
export const labelReplacement = configurable({
  settings,
  make: (chosen) => leastConfidentRelabeler("label-replacement", { ...chosen, score: null }),
});
