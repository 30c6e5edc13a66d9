import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";

/** Settings of the label loop. */
export const labelLoopSettingsSchema = z.strictObject({
  firstShare: numberSetting(
    { above: 0, to: 1, usual: 0.25 },
    "Share of the calls that are spent before there is a small model, on rows drawn at " +
      "random and without demonstrations. Above 0 to 1.",
  ),
  rounds: z
    .int()
    .min(1)
    .default(4)
    .describe("Rounds of training and asking after the first. At least 1."),
  demonstrations: z
    .int()
    .min(0)
    .default(10)
    .describe("Demonstrations in a prompt at most. At least 0."),
  askAbove: z
    .number()
    .min(0)
    .lt(1)
    .default(0.02)
    .describe(
      "A row is asked about only while its label is wrong with at least this probability. " +
        "From 0, below 1.",
    ),
  algorithm: z
    .enum(["linear-svm", "logistic-regression", "naive-bayes", "ensemble"])
    .default("logistic-regression")
    .describe("The small model."),
  folds: z
    .int()
    .min(2)
    .default(5)
    .describe("Folds of the small model's cross-validation. At least 2."),
});
export type LabelLoopSettings = z.output<typeof labelLoopSettingsSchema>;
