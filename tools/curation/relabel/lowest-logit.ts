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
  score: z
    .string()
    .min(1)
    .default("averageLogProbability")
    .describe(
      "The labelling model's confidence, as a score of the rows; a small model's where " +
        "fewer than half of the rows have it. Default: averageLogProbability.",
    ),
  folds: z
    .number()
    .int()
    .min(2)
    .default(5)
    .describe("Folds of the cross-validation, at least 2. Default: 5."),
  algorithm: z
    .enum(["logistic-regression", "linear-svm", "naive-bayes", "ensemble"])
    .default("logistic-regression")
    .describe("The small model. Default: logistic-regression."),
});

/**
 * People relabel the rows whose label the labelling model itself was least sure of (Wang et al.
 * 2021: the lowest logits). Differs
 * from label replacement in whose confidence counts: the one that gave the label, as far as its
 * scores came with the rows.
 */
export const lowestLogit = defineRelabeler({
  name: "lowest-logit",
  settings,
  async relabel(rows, context, { share, score, folds, algorithm }) {
    const report = new RelabelReport(rows);
    const { order, confidence, unlabelled, scoredBy, note } = await leastConfident(rows, context, {
      score,
      folds,
      algorithm,
    });
    // A score that is a log-probability or a logit is no probability, so it stands in the note
    // only.
    if (scoredBy === "small-model")
      confidence.forEach((value, index) =>
        Number.isNaN(value) ? undefined : report.confidence(index, value),
      );
    const chosen = order.slice(0, countOf(share, rows.length));
    await report.ask(chosen, context, "Which label is right?", (index) =>
      Number.isNaN(confidence[index]!)
        ? "no usable label"
        : `${scoredBy} of the label ${confidence[index]!.toFixed(3)}`,
    );
    return report.outcome("lowest-logit", {
      share,
      asked: chosen.length,
      unlabelled,
      scoredBy,
      ...(note === null ? {} : { notApplied: note }),
    });
  },
});
