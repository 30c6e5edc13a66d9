import { z } from "zod";
import { slotChoiceSchema } from "../../base/slots/slot-choice.js";

/** How the dataset is measured. */
export const evaluateSettingsSchema = z.strictObject({
  seeds: z
    .number()
    .int()
    .min(1)
    .default(3)
    .describe("Small models trained for the test with real data; the mean is reported."),
  metrics: z
    .array(slotChoiceSchema)
    .default([])
    .describe("Metrics beside what is always measured, for example [distinct-3]."),
});
