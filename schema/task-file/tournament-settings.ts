import { z } from "zod";
import { countSetting, numberSetting } from "../../base/slots/number-setting.js";

/** What recipes are compared by, and what a tournament spends its money on. */
export const tournamentSettingsSchema = z.strictObject({
  weights: z
    .strictObject({
      downstream: numberSetting(
        { from: 0, usual: 0.4 },
        "Accuracy on held-out real rows of a small model trained on the dataset.",
      ),
      faithfulness: numberSetting(
        { from: 0, usual: 0.3 },
        "Share of the rows that pass one and the same judge.",
      ),
      coverage: numberSetting(
        { from: 0, usual: 0.15 },
        "Share of the held-out real rows that have a row of their kind; without real rows, of the " +
          "labels and attribute values that have one.",
      ),
      diversity: numberSetting(
        { from: 0, usual: 0.15 },
        "One less the mean cosine similarity of two rows.",
      ),
    })
    .prefault({})
    .describe(
      "What matters: each figure is between 0 and 1, and the score is their weighted mean. 0: not " +
        "measured.",
    ),
  seeds: countSetting(
    { from: 2, usual: 5 },
    "Runs of each recipe, with the same seeds for all; the last two meet again on as many new ones.",
  ),
  factor: countSetting(
    { from: 2, to: 4, usual: 3 },
    "Each rung keeps one in so many recipes and gives them so many times the money.",
  ),
  rows: countSetting(
    { from: 10 },
    "Rows that a run of the last rung gets the money for, where no budget is given. Default: the " +
      "target, at most 100.",
  ),
  judge: z
    .enum(["model", "rules"])
    .optional()
    .describe(
      "Who judges faithfulness: the evaluator's model, or rules that ask nobody. Default: model, " +
        "where that is not the embedded one.",
    ),
  judged: countSetting(
    { from: 1, usual: 50 },
    "Rows of each run that a model judges at most; never for more than a quarter of the run's money.",
  ),
});
export type TournamentSettings = z.output<typeof tournamentSettingsSchema>;
