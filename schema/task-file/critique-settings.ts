import { z } from "zod";
import { countSetting, numberSetting } from "../../base/slots/number-setting.js";
import { slotChoiceSchema } from "../../base/slots/slot-choice.js";
import { checkerSpecSchema } from "./checker.js";

/** What a draft is judged by where the task names no criteria. */
export const DEFAULT_CRITERION_NAMES = [
  "format",
  "coherent",
  "on-task",
  "label-correct",
  "grounded",
  "no-copy",
  "novel",
] as const;

/** What a draft is judged by, with the thresholds that a report prints. */
export const critiqueSettingsSchema = z.strictObject({
  criteria: z
    .array(slotChoiceSchema)
    .optional()
    .describe(
      "What a draft is judged by: criteria, each a name or { name, ...settings }. Default: " +
        `${DEFAULT_CRITERION_NAMES.join(", ")}; and checker where the task has one. ` +
        "One of your own is { name, question, scale, atLeast, appliesTo, advice }. " +
        "A list takes the place of all of them. `conditions` finds the values " +
        "of attributes that a draft really has, and refuses nothing.",
    ),
  checker: checkerSpecSchema
    .optional()
    .describe("Code that decides on each draft, run inside a boundary."),
  rougeL: numberSetting(
    { above: 0, to: 1, usual: 0.7 },
    "A draft above this ROUGE-L F against a support row or an accepted sample is not novel.",
  ),
  vectorDistance: numberSetting(
    { from: 0, to: 2, usual: 0.05 },
    "A draft nearer than this cosine distance to a support row or an accepted sample is " +
      "not novel.",
  ),
  index: z
    .enum(["memory", "compact"])
    .default("memory")
    .describe(
      "Where the texts and vectors are that drafts are compared with. memory: about 1.8 kB a " +
        "sample. compact: sketches and token lists in memory, at most 450 bytes a sample, texts and " +
        "vectors in a temporary file that is read where a draft comes near; the same decisions, for " +
        "hundreds of thousands of samples. Default: memory.",
    ),
  copyWords: countSetting(
    { from: 2, usual: 8 },
    "A run of this many words from one support row that covers most of the draft is a copy.",
  ),
  minRating: numberSetting(
    { from: 1, to: 5, usual: 2.5 },
    "Least rating (1 to 5) of the judge for coherent and on-task.",
  ),
  minLabelProbability: numberSetting(
    { from: 0, to: 1, usual: 0.2 },
    "Least probability of the given label before the draft is refused for its label.",
  ),
  samples: countSetting(
    { from: 1, to: 15, usual: 1 },
    "How often the judge is asked about a draft: ratings are averaged, labels voted on. Of " +
      "several models (`models.critic.also`) each judges in its turn.",
  ),
  maxRevisions: countSetting(
    { from: 0, to: 5, usual: 1 },
    "How often a refused draft goes back to the generator with the reasons.",
  ),
});
