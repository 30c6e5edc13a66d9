import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { numberSetting } from "../../../base/slots/number-setting.js";
import type { Relabeler } from "../contract.js";
import { teacherOpinion } from "../teacher-opinion.js";
import { RelabelReport } from "./relabel-report.js";

const NAME = "teacher";

/**
 * Gives every row the label that a small model reads which learnt the real rows alone, with its
 * probability as the label's confidence: the pseudo-labels of self-training (GAL, He et al. 2022).
 */
export const teacherRelabeler = configurable({
  settings: z.strictObject({
    threshold: numberSetting(
      { from: 0, to: 1, usual: 0 },
      "Rows of which it is less sure than this keep their label. Default: 0.",
    ),
  }),
  make: ({ threshold }): Relabeler => ({
    name: NAME,
    gated: true,
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      const { found, note } = await teacherOpinion(rows, context);
      if (found === null) return report.notApplied(NAME, note);
      let unsure = 0;
      rows.forEach(({ label }, index) => {
        const said = found.probabilities[index];
        if (said == null) return;
        const shares = Array.from(said);
        const most = Math.max(...shares);
        const read = found.classes[shares.indexOf(most)]!;
        if (read === label) report.confidence(index, most);
        else if (most < threshold) unsure++;
        else
          report.decide(index, "student", {
            label: read,
            confidence: most,
            note: `a small model of the real rows reads it so with ${most.toFixed(3)}`,
          });
      });
      return report.outcome(NAME, { taughtBy: found.taughtBy, threshold, unsure });
    },
  }),
});
