import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";

/** Settings of the validation of a codebook. */
export const codebookSettingsSchema = z.strictObject({
  sample: z
    .int()
    .min(1)
    .default(250)
    .describe("Rows that people label; all where there are fewer. At least 1."),
  runs: z
    .int()
    .min(1)
    .default(3)
    .describe("Times that the language model is asked about each row of the sample. At least 1."),
  leastSupport: z
    .int()
    .min(1)
    .default(10)
    .describe(
      "A label with fewer rows by people, or by the language model, is for review: its " +
        "rates say little. At least 1.",
    ),
  go: numberSetting(
    { from: 0, to: 1, usual: 0.8 },
    "Precision and recall from which a label goes. From 0 to 1.",
  ),
  stop: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "A label stops where its precision or recall is below this with 95 % confidence. From " +
      "0 to 1, at most `go`.",
  ),
  consistency: numberSetting(
    { from: 0, to: 1, usual: 0.9 },
    "A label whose repeated runs agree less often than this is for review. From 0 to 1.",
  ),
});
export type CodebookSettings = z.output<typeof codebookSettingsSchema>;
