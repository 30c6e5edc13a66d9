import { z } from "zod";
import { isDatawrightError } from "../../../base/errors.js";
import { stratifiedFolds } from "../../learning/stratified-folds.js";
import { FilterReport } from "./measures/filter-report.js";
import { defineFilter } from "./define-filter.js";
import { runFilterTask } from "./measures/filter-tasks.js";
import { labelledRows, untrainable } from "./measures/labelled-rows.js";
import { countOf, groupsBy, lowest } from "./measures/lowest-share.js";

const MEANING =
  "influence: change of the noise-robust loss on other rows for a little more weight on " +
  "this one; below 0 = helpful, high = harmful";

const settings = z.strictObject({
  removeShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      "Largest share of the rows that goes; only rows with a harmful influence (above 0) " +
        "do. Default: 0.1.",
    ),
  perClass: z.boolean().default(true).describe("Take the share of every class. Default: true."),
  solver: z
    .enum(["conjugate-gradient", "lissa"])
    .default("conjugate-gradient")
    .describe("How the inverse Hessian is applied. Default: conjugate-gradient."),
  damping: z
    .number()
    .positive()
    .default(0.005)
    .describe(
      "Added to the Hessian's diagonal (conjugate gradients), or what a step forgets " +
        "(LiSSA). Default: 0.005.",
    ),
  iterations: z
    .number()
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("Steps of the solver at most. Default: 30 for conjugate gradients, 1000 for LiSSA."),
  scale: z
    .number()
    .positive()
    .default(10_000)
    .describe("LiSSA only: what a step is divided by. Default: 10000."),
});

/**
 * Takes out the rows whose influence on a noise-robust loss of other generated rows is most harmful
 * (ProGen, Ye et al. 2022); see `influenceScores`.
 */
export const influenceFilter = defineFilter({
  name: "influence",
  settings,
  async apply(rows, context, { removeShare, perClass, solver, damping, iterations, scale }) {
    const report = new FilterReport(rows.length);
    if (context.multiLabel)
      return report.notApplied(
        "influence",
        MEANING,
        "influence needs one label per row; these are multi-label",
      );
    const labelled = labelledRows(rows, context);
    const { indices, texts, keys, weights, classes, leftOut } = labelled;
    const note = untrainable(labelled, false);
    if (note !== null) return report.notApplied("influence", MEANING, note, { leftOut });
    const numbers = new Map(classes.map((name, number) => [name, number]));
    const folds = Array.from(
      stratifiedFolds(
        [...texts],
        keys.map((key) => numbers.get(key)!),
        2,
        context.seed,
      ),
    );
    context.progress("influence", 0);
    try {
      const { scores, residuals, hashBits } = await runFilterTask(
        {
          name: "influence",
          texts,
          labels: keys,
          weights,
          classes,
          folds,
          solver,
          damping,
          iterations: iterations ?? (solver === "lissa" ? 1000 : 30),
          scale,
          seed: context.seed,
        },
        context.signal,
      );
      context.progress("influence", 1);
      indices.forEach((index, at) => (report.scores[index] = scores[at]!));
      const helpfulness = scores.map((score) => -score);
      const positions = indices.map((_index, at) => at);
      for (const group of groupsBy(positions, perClass ? (at) => keys[at]! : null)) {
        for (const at of lowest(helpfulness, group, countOf(removeShare, group.length))) {
          if (scores[at]! > 0)
            report.remove(
              indices[at]!,
              "harmful-influence",
              `influence ${scores[at]!.toExponential(2)}`,
            );
        }
      }
      return report.outcome("influence", MEANING, {
        removeShare,
        perClass,
        solver,
        damping,
        residuals,
        hashBits,
        helpful: scores.filter((score) => score < 0).length,
        leftOut,
      });
    } catch (error) {
      if (isDatawrightError(error) && error.code === "TRAINING_DATA")
        return report.notApplied("influence", MEANING, error.message, { leftOut });
      throw error;
    }
  },
});
