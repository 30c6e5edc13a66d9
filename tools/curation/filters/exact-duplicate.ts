import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { labelKey } from "../../../schema/label.js";
import { CASES } from "../../../base/text/exact-form.js";
import { exactDuplicates } from "../../dedup/exact-duplicates.js";
import { FilterReport } from "./measures/filter-report.js";

const MEANING =
  "rows that are equal but for Unicode form, white space and case, itself counted; 1 = unique";

/** Settings of the filter. */
export const exactDuplicateSettings = z.strictObject({
  conflicts: z
    .enum(["keep-first", "remove-all"])
    .default("keep-first")
    .describe(
      "What happens to equal texts with different labels: the first stays, or none does. " +
        "Default: keep-first.",
    ),
  case: z
    .enum(CASES)
    .default("auto")
    .describe(
      'Whether "A" and "a" are equal: fold, keep, or auto, which folds but in texts that hold ' +
        "code. Default: auto.",
    ),
});

/**
 * Keeps the first of the rows that are equal but for their Unicode form, white space and case (in
 * texts that hold code case counts). Every other character counts: operators, signs, punctuation.
 * Blank texts are left alone.
 */
export const exactDuplicateFilter = configurable({
  settings: exactDuplicateSettings,
  make: ({ conflicts, case: letters }): Filter => ({
    name: "exact-duplicate",
    apply: async (rows) => {
      const report = new FilterReport(rows.length);
      const filled = rows.flatMap((row, index) => (row.text.trim() === "" ? [] : [index]));
      for (const index of filled) report.scores[index] = 1;
      const clusters: { kept: string | null; members: string[] }[] = [];
      let conflicting = 0;
      for (const group of exactDuplicates(
        filled.map((index) => rows[index]!.text),
        { case: letters },
      )) {
        const members = group.map((at) => filled[at]!);
        const first = rows[members[0]!]!;
        const differ = members.some(
          (index) => labelKey(rows[index]!.label) !== labelKey(first.label),
        );
        if (differ) conflicting += 1;
        const none = differ && conflicts === "remove-all";
        for (const [place, index] of members.entries()) {
          report.scores[index] = members.length;
          if (place > 0 || none)
            report.remove(
              index,
              "duplicate",
              none ? `${members.length} equal texts with different labels` : `equal to ${first.id}`,
            );
        }
        clusters.push({
          kept: none ? null : first.id,
          members: members.map((index) => rows[index]!.id),
        });
      }
      return report.outcome("exact-duplicate", MEANING, {
        clusters,
        conflictingLabels: conflicting,
      });
    },
  }),
});
