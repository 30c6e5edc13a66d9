import { z } from "zod";
import { countSetting, numberSetting } from "../../base/slots/number-setting.js";
import {
  choiceWithDefault,
  slotChoiceSchema,
  type SlotChoice,
} from "../../base/slots/slot-choice.js";
import { exclusionSchema } from "./condition.js";

/** Settings of seeds mean nothing without the rows that are meant, so they need a name. */
const seedsSchema = z
  .union([
    z.string().min(1),
    z
      .looseObject({ name: z.string().min(1).optional().describe("Which rows are meant.") })
      .transform((choice, context) => {
        if (choice.name !== undefined) return choice as Exclude<SlotChoice, string>;
        const settings = Object.entries(choice).map(([key, value]) => `${key}: ${String(value)}`);
        context.addIssue({
          code: "custom",
          message:
            "has settings but no name: say which rows are meant, for example `seeds: { " +
            `${["name: support", ...settings].join(", ")} }\``,
        });
        return z.NEVER;
      }),
  ])
  .default("none");

/** How rounds are ordered, and the condition space that they are ordered from. */
export const planSettingsSchema = z.strictObject({
  strategy: choiceWithDefault("deficit").describe(
    "How rounds are ordered: a plan strategy, or { name, ...settings }.",
  ),
  decomposition: choiceWithDefault("auto").describe(
    "Which steps make one sample: a decomposition. auto: the spec's own `steps:`, else what " +
      "the kind needs.",
  ),
  seeds: seedsSchema.describe(
    "Which existing rows a sample is made from: none, a seed selector, or { name, count, " +
      "share, ...settings }.",
  ),
  roundSize: countSetting(
    { from: 1 },
    "Orders of one round. Default: target / 8, at least 32, at most 512.",
  ),
  conditions: z
    .array(slotChoiceSchema)
    .optional()
    .describe(
      "Where the dimensions of the condition space come from, in order: condition sources, for " +
        "example [spec, { name: vocabulary, path: words.txt }]. " +
        "Default: the spec's attributes and closed vocabularies, else topics asked from the " +
        "model; and the lengths of the support rows.",
    ),
  exclude: z
    .array(exclusionSchema)
    .default([])
    .describe(
      "Values that never occur together, for example [{ tone: angry, channel: [letter, fax] " +
        "}]; `label` stands for the label.",
    ),
  draw: z
    .enum(["independent", "pairwise"])
    .default("independent")
    .describe(
      "independent: values are drawn by their weights. pairwise: the first draws hold every " +
        "possible pair of values at least once; then by the weights.",
    ),
  maxCells: countSetting(
    { from: 1, usual: 240 },
    "Most cells with a quota of their own; further dimensions are drawn for each sample.",
  ),
  subtopics: countSetting(
    { from: 0 },
    "Values asked from the model for each label where the spec gives no attributes; 0 asks for " +
      "none. Default: as many as the first rounds have orders of a label, at least 6 and at " +
      "most 24, so that no two of them are asked for the same.",
  ),
  saturation: z
    .strictObject({
      unseenMass: numberSetting(
        { from: 0, to: 1, usual: 0.05 },
        "A cell is saturated below this Good-Turing estimate.",
      ),
      window: countSetting({ from: 20, usual: 200 }, "Over this many latest drafts at least."),
    })
    .prefault({})
    .describe("When a cell has nothing new to give, and the run may stop for it."),
  holdQuotas: z
    .boolean()
    .default(false)
    .describe(
      "True: a good sample beyond the quota of its cell is refused (beyond-quota), so that " +
        "the dataset has exactly the planned shape. False: quotas steer, and what lands " +
        "elsewhere is kept.",
    ),
  validation: numberSetting(
    { from: 0, to: 0.9 },
    "Share of the support rows that only serve to find what the small model gets wrong: " +
      "it is not trained on them, and no prompt shows them but as seeds (student-errors). " +
      "Never the held-out rows. Default: 0.2 for plan.seeds student-errors, else 0.",
  ),
  steering: z
    .strictObject({
      studentError: numberSetting(
        { from: 0, to: 1, usual: 0.25 },
        "Share of what a cell lacks that moves on where the small model labels it well " +
          "and others of its label badly. 0 moves nothing.",
      ),
      acrossLabels: z
        .boolean()
        .default(false)
        .describe(
          "True: also from label to label, so that the dataset has more of the labels that " +
            "the small model confuses.",
        ),
    })
    .prefault({})
    .describe("How quotas follow the small model's errors."),
  mostCalls: countSetting(
    { from: 1, usual: 500 },
    "Most questions to the planner's model before the first sample: a plan that needs more is " +
      "refused before they are asked.",
  ),
  noProgressRounds: countSetting(
    { from: 1, usual: 3 },
    "Stop after this many sealed rounds in a row without an accepted sample: rounds of 12 " +
      "drafts together, or as many as so many full rounds have.",
  ),
});
