import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { FilterReport } from "./measures/filter-report.js";
import { belowTop } from "../../../base/statistics/lowest-share.js";

const MEANING =
  "instruction-following difficulty: average log-probability of the answer given its " +
  "instruction over that of the answer alone; near 0 = the instruction makes it easy, 1 and " +
  "above = the instruction does not help";

const settings = z.strictObject({
  conditioned: z
    .string()
    .min(1)
    .default("conditionedLogProbability")
    .describe("Score that holds the average log-probability of the answer given the instruction."),
  unconditioned: z
    .string()
    .min(1)
    .default("unconditionedLogProbability")
    .describe("Score that holds the average log-probability of the answer alone."),
  max: z
    .number()
    .positive()
    .nullable()
    .default(1)
    .describe("Rows whose difficulty reaches it go: the instruction misleads. Default: 1."),
  keep: z
    .number()
    .gt(0)
    .nullable()
    .default(null)
    .describe(
      "Of the rest the most difficult stay: a share up to 1, a count above. Default: all; " +
        "the paper keeps 0.05 to 0.1.",
    ),
});

/**
 * Keeps rows by instruction-following difficulty IFD = s(answer | instruction) / s(answer), s the
 * mean negative log-probability of a token (Li et al. 2024, "From quantity to quality"). Needs a
 * model's log-probabilities with the rows; rows without are left alone.
 */
export const instructionDifficultyFilter = configurable({
  settings,
  make: ({ conditioned, unconditioned, max, keep }): Filter => ({
    name: "instruction-difficulty",
    apply: async (rows) => {
      const report = new FilterReport(rows.length);
      let invalid = 0;
      rows.forEach((row, index) => {
        const [given, alone] = [row.scores[conditioned], row.scores[unconditioned]];
        if (given === undefined || alone === undefined) return;
        if (!(given <= 0 && alone < 0 && Number.isFinite(given) && Number.isFinite(alone)))
          invalid += 1;
        else report.scores[index] = given / alone;
      });
      const scored = rows.flatMap((_row, index) =>
        Number.isNaN(report.scores[index]!) ? [] : [index],
      );
      const over = max === null ? [] : scored.filter((index) => report.scores[index]! >= max);
      for (const index of over)
        report.remove(
          index,
          "instruction-misfit",
          `difficulty ${report.scores[index]!.toFixed(3)}, limit ${max}`,
        );
      const rest = scored.filter((index) => !report.isRemoved(index));
      if (keep !== null)
        for (const index of belowTop(report.scores, [rest], keep))
          report.remove(index, "low-difficulty", `difficulty ${report.scores[index]!.toFixed(3)}`);
      const figures = {
        max,
        keep,
        invalid,
        ...(scored.length === 0
          ? {
              notApplied:
                `no row has the scores "${conditioned}" and "${unconditioned}": a model that ` +
                "returns log-probabilities must give them",
            }
          : {}),
      };
      return report.outcome("instruction-difficulty", MEANING, figures);
    },
  }),
});
