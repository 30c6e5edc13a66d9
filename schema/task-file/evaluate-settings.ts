import { z } from "zod";
import { countSetting } from "../../base/slots/number-setting.js";
import { slotChoiceSchema } from "../../base/slots/slot-choice.js";

/** How the dataset is measured. */
export const evaluateSettingsSchema = z.strictObject({
  seeds: countSetting(
    { from: 1, usual: 3 },
    "Small models trained for the test with real data; the mean is reported.",
  ),
  metrics: z
    .array(slotChoiceSchema)
    .default([])
    .describe("Metrics beside what is always measured, for example [distinct-3]."),
});
