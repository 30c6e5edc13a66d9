import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { belowTop, groupsBy } from "../../../base/statistics/lowest-share.js";
import { labelKey } from "../../../schema/label.js";
import type { Filter } from "../contract.js";
import { teacherOpinion } from "../teacher-opinion.js";
import { FilterReport } from "./measures/filter-report.js";

const NAME = "teacher-confidence";
const MEANING =
  "probability of the given label by a small model of the real rows, 0 to 1; high = like the real " +
  "rows of that label";

/**
 * Keeps the rows of each label of which a small model that learnt the real rows alone is surest
 * (LAMBADA, Anaby-Tavor et al. 2020): rows that it reads as another label go first.
 */
export const teacherConfidenceFilter = configurable({
  settings: z.strictObject({
    keep: numberSetting(
      { above: 0, to: 1, usual: 0.5 },
      "Share of the rows of each label that stays, the surest first. Default: 0.5.",
    ),
    agree: z
      .boolean()
      .default(true)
      .describe("Whether rows go that the small model reads as another label. Default: true."),
  }),
  make: ({ keep, agree }): Filter => ({
    name: NAME,
    gated: true,
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const { found, note } = await teacherOpinion(rows, context);
      if (found === null) return report.notApplied(NAME, MEANING, note);
      const { classes, probabilities, taughtBy } = found;
      const judged: number[] = [];
      rows.forEach(({ label }, index) => {
        const own = classes.indexOf(typeof label === "string" ? label : "");
        const said = probabilities[index];
        if (own < 0 || said == null) return;
        judged.push(index);
        report.scores[index] = said[own]!;
        const best = Array.from(said).indexOf(Math.max(...Array.from(said)));
        if (agree && best !== own)
          report.remove(
            index,
            "low-confidence",
            `a small model of the real rows reads "${classes[best]}" with ${said[best]!.toFixed(3)}`,
          );
      });
      const groups = groupsBy(judged, (index) => labelKey(rows[index]!.label));
      for (const index of belowTop(report.scores, groups, keep))
        report.remove(
          index,
          "low-confidence",
          `a small model of the real rows gives its label ${report.scores[index]!.toFixed(3)}; others of the label have more`,
        );
      return report.outcome(NAME, MEANING, { keep, agree, taughtBy });
    },
  }),
});
