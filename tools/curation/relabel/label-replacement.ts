import { z } from "zod";
import { countOf } from "../filters/measures/lowest-share.js";
import { defineRelabeler } from "./define-relabeler.js";
import { leastConfident } from "./least-confident.js";
import { RelabelReport } from "./relabel-report.js";

const settings = z.strictObject({
  share: z
    .number()
    .min(0)
    .default(0.1)
    .describe("Share of all rows that people decide, or their number above 1. Default: 0.1."),
  folds: z
    .number()
    .int()
    .min(2)
    .default(5)
    .describe("Folds of the cross-validation, at least 2. Default: 5."),
  algorithm: z
    .enum(["logistic-regression", "linear-svm", "naive-bayes", "ensemble"])
    .default("ensemble")
    .describe("The small model. Default: ensemble."),
});

/**
 * People replace the labels of the rows of which a small model is least sure (label replacement,
 * Chung et al. 2023). Rows
 * without a label come first, in the order of the file; without people the rows are marked for
 * them.
 */
export const labelReplacement = defineRelabeler({
  name: "label-replacement",
  settings,
  async relabel(rows, context, { share, folds, algorithm }) {
    const report = new RelabelReport(rows);
    const { order, confidence, unlabelled, note } = await leastConfident(rows, context, {
      score: null,
      folds,
      algorithm,
    });
    confidence.forEach((value, index) =>
      Number.isNaN(value) ? undefined : report.confidence(index, value),
    );
    const chosen = order.slice(0, countOf(share, rows.length));
    await report.ask(chosen, context, "Which label is right?", (index) =>
      Number.isNaN(confidence[index]!)
        ? "no usable label"
        : `probability of the label ${confidence[index]!.toFixed(3)}`,
    );
    return report.outcome("label-replacement", {
      share,
      asked: chosen.length,
      unlabelled,
      ...(note === null ? {} : { notApplied: note }),
    });
  },
});
