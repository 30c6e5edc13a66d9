import { z } from "zod";
import { countSetting, numberSetting } from "../../base/slots/number-setting.js";
import { slotChoiceSchema } from "../../base/slots/slot-choice.js";

/** What becomes of accepted samples. */
export const curateSettingsSchema = z.strictObject({
  filters: z
    .array(slotChoiceSchema)
    .default([])
    .describe(
      "Filters for the accepted samples, in order, for example [heuristics, { name: pvi }].",
    ),
  relabel: z
    .array(slotChoiceSchema)
    .default([])
    .describe(
      "Methods that find and mend wrong labels, in order, for example [confident-learning].",
    ),
  reweight: slotChoiceSchema
    .nullable()
    .default(null)
    .describe(
      "Method that weighs the samples, for example sungen. Default: none, every sample counts 1.",
    ),
  force: z
    .boolean()
    .default(false)
    .describe(
      "Apply what rests on a small model's opinion without its having to show on held-out " +
        "labels that it helps. Default: false.",
    ),
  features: z
    .enum(["words", "embeddings", "both"])
    .default("words")
    .describe(
      "What the small models of curation learn from, those behind a run's own rejections and the " +
        "command `label` too: words, embeddings of `models.embeddings`, or both side by side. " +
        "Default: words.",
    ),
  rowsAtOnce: countSetting(
    { from: 100, usual: 20_000 },
    "Samples that small models judge together: more are curated in parts of so many, drawn at " +
      "random, and near duplicates are found over all.",
  ),
  surplus: numberSetting(
    { from: 1, to: 20, usual: 1 },
    "Samples accepted before curation, as a multiple of the target: for filters that keep " +
      "a share. What is left beyond the target is refused as such.",
  ),
  nearDuplicate: numberSetting(
    { above: 0, to: 1, usual: 0.8 },
    "Jaccard similarity of character 5-grams above which two samples are near duplicates.",
  ),
  rejectBelow: numberSetting(
    { from: 0, to: 1, usual: 0.02 },
    "Reject when the out-of-sample probability of the label is below this and the small " +
      "model is sure of another.",
  ),
  relabelAbove: numberSetting(
    { from: 0, to: 1, usual: 0.98 },
    "Change the label when the small model gives another one at least this probability " +
      "and the language model's judge agrees.",
  ),
  reviewBelow: numberSetting(
    { from: 0, to: 1, usual: 0.1 },
    "To people when the out-of-sample probability of the label is below this.",
  ),
});
