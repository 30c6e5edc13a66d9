import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { countOf, groupsBy, lowest } from "../../../base/statistics/lowest-share.js";
import { knnShapley, type LabelledVectors } from "../../learning/scores/knn-shapley.js";
import { labelledRows } from "../../learning/scores/labelled-rows.js";
import type { CurationContext, CurationRow, Filter } from "../contract.js";
import { FilterReport } from "./measures/filter-report.js";

const MEANING =
  "data Shapley value on nearest neighbours, times the rows: below 0 = harmful, 1 = as useful as " +
  "a row is at most on average";

const settings = z.strictObject({
  neighbours: z.number().int().min(1).default(5).describe("Nearest rows that vote. Default: 5."),
  removeShare: numberSetting(
    { from: 0, to: 1, usual: 0.1 },
    "Largest share of the rows that goes; only rows below 0 do. Default: 0.1.",
  ),
  perClass: z.boolean().default(true).describe("Take the share of every class. Default: true."),
  against: z
    .enum(["auto", "rows", "support"])
    .default("auto")
    .describe(
      "Whose labels the neighbours have to get right: the other rows', or the trusted rows'. " +
        "Default: auto = the trusted rows' where there are any.",
    ),
  points: countSetting(
    { from: 1, usual: 2000 },
    "Rows of those that are looked at, drawn at random above. Default: 2000.",
  ),
});

/**
 * Takes out rows with a negative data Shapley value: rows that make a nearest-neighbour classifier by
 * embedding worse (Jia et al. 2019); see `knnShapley`.
 */
export const dataShapleyFilter = configurable({
  settings,
  make: ({ neighbours, removeShare, perClass, against, points }): Filter => ({
    name: "data-shapley",
    gated: true,
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const labelled = labelledRows(rows, context);
      const { indices, keys, leftOut, classes } = labelled;
      const trusted = context.support.filter((row) => row.label !== null && row.text.trim() !== "");
      const note = context.multiLabel
        ? "nearest-neighbour values are defined for one label per row; these are multi-label"
        : indices.length < 4 || classes.length < 2
          ? `${indices.length} rows with a text and a label, of ${classes.length} classes, are too few`
          : against === "support" && trusted.length === 0
            ? "there are no trusted rows"
            : null;
      if (note !== null) return report.notApplied("data-shapley", MEANING, note, { leftOut });
      const onSupport = against !== "rows" && trusted.length > 0;
      const training = await vectorsOf(
        indices.map((index) => rows[index]!),
        context,
      );
      const validation = onSupport ? await vectorsOf(trusted, context) : undefined;
      const judged = (validation ?? training).labels.length;
      const chosen =
        judged > points
          ? context.random
              .derive("data-shapley")
              .sample(
                Array.from({ length: judged }, (_, at) => at),
                points,
              )
              .sort((a, b) => a - b)
          : undefined;
      const values = await knnShapley({
        training,
        validation,
        points: chosen,
        neighbours,
        signal: context.signal,
        onProgress: (share) => context.progress("values", share),
      });
      // A value is a share of the accuracy; times the rows it does not depend on their number.
      values.forEach((value, at) => (report.scores[indices[at]!] = value * indices.length));
      const positions = indices.map((_index, at) => at);
      for (const group of groupsBy(positions, perClass ? (at) => keys[at]! : null))
        for (const at of lowest(values, group, countOf(removeShare, group.length)))
          if (values[at]! < 0)
            report.remove(
              indices[at]!,
              "harmful-value",
              `value ${report.scores[indices[at]!]!.toFixed(3)}`,
            );
      return report.outcome("data-shapley", MEANING, {
        neighbours,
        removeShare,
        perClass,
        against: onSupport ? "support" : "rows",
        lookedAt: chosen?.length ?? judged,
        // What the values sum to is what all rows together are worth.
        accuracy: values.reduce((sum, value) => sum + value, 0),
        below0: values.filter((value) => value < 0).length,
        leftOut,
      });
    },
  }),
});

async function vectorsOf(
  rows: readonly CurationRow[],
  context: CurationContext,
): Promise<LabelledVectors> {
  return {
    vectors: await context.embed(rows.map((row) => row.text)),
    labels: rows.map((row) => String(row.label)),
  };
}
