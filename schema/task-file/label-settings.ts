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
});
