import { z } from "zod";
import { countSetting } from "../../base/slots/number-setting.js";
import { slotChoiceSchema } from "../../base/slots/slot-choice.js";

/** The small model that learns along. */
export const labelSettingsSchema = z.strictObject({
  model: slotChoiceSchema
    .default("linear")
    .describe(
      "Small model, by name or with settings: linear, naive-bayes, ensemble, " +
        "nearest-neighbour, language-model.",
    ),
  minTraining: countSetting(
    { from: 2, usual: 20 },
    "Fewest rows with a label before the small model is trained.",
  ),
  rowsAtOnce: countSetting(
    { from: 100, usual: 20_000 },
    "Accepted samples that the small model learns from at most, beside all rows of support and those " +
      "that people decided: of more so many are drawn at random.",
  ),
});
