import { z } from "zod";
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
  rougeL: z
    .number()
    .gt(0)
    .max(1)
    .default(0.7)
    .describe(
      "A draft above this ROUGE-L F against a support row or an accepted sample is not novel.",
    ),
  vectorDistance: z
    .number()
    .min(0)
    .max(2)
    .default(0.05)
    .describe(
      "A draft nearer than this cosine distance to a support row or an accepted sample is " +
        "not novel.",
    ),
  copyWords: z
    .number()
    .int()
    .min(2)
    .default(8)
    .describe(
      "A run of this many words from one support row that covers most of the draft is a copy.",
    ),
  minRating: z
    .number()
    .min(1)
    .max(5)
    .default(2.5)
    .describe("Least rating (1 to 5) of the judge for coherent and on-task."),
  minLabelProbability: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe("Least probability of the given label before the draft is refused for its label."),
  samples: z
    .number()
    .int()
    .min(1)
    .max(15)
    .default(1)
    .describe(
      "How often the judge is asked about a draft: ratings are averaged, labels voted on. Of " +
        "several models (`models.critic.also`) each judges in its turn.",
    ),
  maxRevisions: z
    .number()
    .int()
    .min(0)
    .max(5)
    .default(1)
    .describe("How often a refused draft goes back to the generator with the reasons."),
});
