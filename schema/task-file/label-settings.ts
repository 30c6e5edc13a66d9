import { z } from "zod";
import { slotChoiceSchema } from "../../base/slots/slot-choice.js";

/** The small model that learns along. */
export const labelSettingsSchema = z.strictObject({
  model: slotChoiceSchema
    .default("linear")
    .describe(
      "Small model, by name or with settings: linear, naive-bayes, ensemble, " +
        "nearest-neighbour, language-model.",
    ),
  minTraining: z
    .number()
    .int()
    .min(2)
    .default(20)
    .describe("Fewest rows with a label before the small model is trained."),
});
