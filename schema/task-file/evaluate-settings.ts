import { z } from "zod";
import { countSetting } from "../../base/slots/number-setting.js";
import { slotChoiceSchema } from "../../base/slots/slot-choice.js";

/** How the dataset is measured. */
export const evaluateSettingsSchema = z.strictObject({
  seeds: countSetting(
    { from: 1, usual: 3 },
    "Small models trained for the test with real data; the mean is reported.",
  ),
  rowsAtOnce: countSetting(
    { from: 100, usual: 20_000 },
    "Samples that are measured at most: of more so many are drawn at random, and copies and " +
      "leaked rows are counted in all of them.",
  ),
  metrics: z
    .array(slotChoiceSchema)
    .default([])
    .describe("Metrics beside what is always measured, for example [distinct-3]."),
});
