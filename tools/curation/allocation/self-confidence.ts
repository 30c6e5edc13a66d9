import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { rankedAllocator } from "./ranked-allocator.js";
import type { LabelValue } from "../../../schema/label.js";
import { DatawrightError } from "../../../base/errors.js";
import { mostUncertainFirst, type Rank } from "./ranking.js";

const settings = z.strictObject({
  score: z
    .string()
    .min(1)
    .default("confidence")
    .describe(
      "Score of a row that holds the confidence, from 0 to 1. Rows without it are put to " +
        "the language model.",
    ),
});

/**
 * Rows by one minus the confidence that the language model itself reports: the row's score, or
 * asked for. A confidence outside 0 to 1 is unknown.
 *
 * @throws SPEC_INVALID if rows have no such score and there is no language model
 */
function selfConfidenceRank({ score }: z.output<typeof settings>): Rank {
  return async (rows, _people, context) => {
    const answers: LabelValue[] = rows.map((row) => row.label);
    const confidence = Float64Array.from(rows, (row) => row.scores[score] ?? NaN);
    const open = [...rows.keys()].filter((row) => rows[row]!.scores[score] === undefined);
    if (open.length > 0) {
      if (context.askModel === undefined)
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `${open.length} of ${rows.length} rows have no score "${score}" and there is no ` +
            "language model to ask",
          hint: "name the score that holds the confidence, or give a model",
        });
      const said = await context.askModel(
        open.map((row) => rows[row]!),
        { demonstrations: [], variant: 0 },
      );
      for (const [index, row] of open.entries()) {
        answers[row] = said[index]?.label ?? null;
        confidence[row] = answers[row] === null ? NaN : (said[index]?.confidence ?? NaN);
      }
    }
    const uncertainty = confidence.map((value) => (value >= 0 && value <= 1 ? 1 - value : NaN));
    return {
      uncertainty,
      order: mostUncertainFirst(uncertainty),
      answers,
      calls: open.length,
      figures: { withoutConfidence: uncertainty.filter(Number.isNaN).length },
    };
  };
}

export const selfConfidenceAllocator = configurable({
  settings,
  make: (chosen) =>
    rankedAllocator("self-confidence", selfConfidenceRank(chosen), { checks: "asked" }),
});
