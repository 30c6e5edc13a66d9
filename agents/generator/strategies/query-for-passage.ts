import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import type { GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { passageField } from "./passage-field.js";
import { configurable } from "../../../base/slots/configurable.js";
import { passagesOf } from "./from-seed.js";

const FORMS = [
  "The query is a question that this passage answers and few others do.",
  "The query is what somebody types into a search box: a few words, no sentence.",
  "The query asks why or how something in the passage is so.",
  "The query describes a situation in which this passage is what one needs.",
  "The query is in other words than the passage: names stay, the rest is said differently.",
] as const;

const settingsSchema = z.strictObject({
  passageField: z
    .string()
    .optional()
    .describe(
      "Field that takes the passage as it stands. Default: context, passage or document, " +
        "whichever the task has.",
    ),
  forms: z
    .array(z.string().min(1))
    .min(1)
    .default([...FORMS])
    .describe("Kinds of queries; one is drawn for each sample, all alike."),
});

/**
 * Writes a query that a passage answers, for training retrievers (InPars, Bonifacio et al. 2022),
 * in one of several forms (UDAPDR, Saad-Falcon et al. 2023). The passage stands in its field as it
 * is; the other fields are written to it.
 */
export const queryForPassageStrategy = configurable({
  settings: settingsSchema,
  make: ({ forms, ...settings }): GenerateStrategy => ({
    name: "query-for-passage",
    async write(input, work, context) {
      const field = passageField(input, context.task, settings.passageField);
      if (field === null)
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `query-for-passage: the step "${input.subTask.id}" writes ` +
            `${input.subTask.output.join(", ")}, and none of them is known to hold the passage`,
          hint:
            "Name a text field of the task in its setting passageField; another field " +
            "takes the query.",
        });
      const [passage] = passagesOf(input);
      if (!passage)
        throw giveUp(
          "draft-failed",
          "there is no passage to write a query for: the task has no knowledge, and " +
            "plan.seeds chooses no rows",
          { final: true },
        );
      const form = context.random.derive("form").pick(forms);
      context.span.set({ "datawright.form": form });
      const asked = {
        ...narrowedInput(input, { output: input.subTask.output.filter((name) => name !== field) }),
        sources: [passage],
        seeds: [],
      };
      const written = await askStep(asked, work, context, {
        instruction: `Write what is asked for to the passage below. ${form}`,
        sourceText: "The passage.",
      });
      return { ...written, fields: { [field]: passage.text, ...written.fields } };
    },
  }),
});
