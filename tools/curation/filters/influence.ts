import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { FilterReport } from "./measures/filter-report.js";
import { rowInfluence } from "../../learning/scores/row-influence.js";
import { countOf, groupsBy, lowest } from "../../../base/statistics/lowest-share.js";
import { withInputs, withSupportInputs } from "../learning-inputs.js";

const MEANING =
  "influence: change of the noise-robust loss on other rows for a little more weight on " +
  "this one; below 0 = helpful, high = harmful";

const settings = z.strictObject({
  removeShare: numberSetting(
    { from: 0, to: 1, usual: 0.1 },
    "Largest share of the rows that goes; only rows with a harmful influence (above 0) " +
      "do. Default: 0.1.",
  ),
  perClass: z.boolean().default(true).describe("Take the share of every class. Default: true."),
  solver: z
    .enum(["conjugate-gradient", "lissa"])
    .default("conjugate-gradient")
    .describe("How the inverse Hessian is applied. Default: conjugate-gradient."),
  damping: numberSetting(
    { above: 0, usual: 0.005 },
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
  scale: numberSetting(
    { above: 0, usual: 10_000 },
    "LiSSA only: what a step is divided by. Default: 10000.",
  ),
});

/**
 * Takes out the rows whose influence on a noise-robust loss of other generated rows is most harmful
 * (ProGen, Ye et al. 2022); see `rowInfluence`.
 */
export const influenceFilter = configurable({
  settings,
  make: ({ removeShare, perClass, solver, damping, iterations, scale }): Filter => ({
    name: "influence",
    gated: true,
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const how = { solver, damping, iterations, scale };
      const result = await rowInfluence(
        await withInputs(rows, context),
        await withSupportInputs(context),
        how,
      );
      if (result.found === null) {
        const { note, leftOut } = result;
        return report.notApplied("influence", MEANING, note, leftOut && { leftOut });
      }
      const { scores, residuals, hashBits, labelled } = result.found;
      const { indices, keys, leftOut } = labelled;
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
    },
  }),
});
