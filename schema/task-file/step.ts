import { z } from "zod";
import { numberSetting } from "../../base/slots/number-setting.js";
import { slotChoiceSchema } from "../../base/slots/slot-choice.js";
import { fieldSpecSchema } from "../field.js";
import { demonstrationUseSchema } from "./demonstration-use.js";

/** A step of the task's own: one call that writes a part of a sample. */
export const stepSchema = z.strictObject({
  id: z.string().min(1).describe("Name of the step, unique in the task."),
  prompt: z
    .string()
    .min(1)
    .describe(
      "What to write; {label}, {label.definition}, {attribute} and {field}, by their names, stand " +
        "for what the sample has. {{name}} writes the words {name}.",
    ),
  output: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe("Field that it writes, or several: of the sample, or for later steps only."),
  dependsOn: z
    .array(z.string())
    .default([])
    .describe("Steps that come before it, by id; their outputs can be named in its prompt."),
  fields: z
    .record(z.string().min(1), fieldSpecSchema)
    .optional()
    .describe("Types of outputs that are no fields of the sample; text where not named."),
  strategy: slotChoiceSchema
    .optional()
    .describe(
      "How this step is done: a generate strategy, or { name, ...settings }. Default: " +
        "generate.strategy.",
    ),
  demonstrations: demonstrationUseSchema
    .optional()
    .describe(
      "What the rows in its prompt are for: style, format, difficulty, contrast, facts, or none. " +
        "Default: as its strategy has it, else style for fields of the sample and none for others.",
    ),
  sources: z
    .boolean()
    .optional()
    .describe("false: its prompt shows no passages of the knowledge sources. Default: it does."),
  temperature: numberSetting(
    { from: 0, to: 2 },
    "Of this step, where its strategy needs none of its own. Default: generate.temperature.",
  ),
  topP: z.number().gt(0).max(1).optional().describe("Of this step. Default: generate.topP."),
});
