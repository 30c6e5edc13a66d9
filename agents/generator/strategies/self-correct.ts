import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { labelKey } from "../../../schema/label.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { GenerateStrategy } from "../contract.js";
import { askStep, type FinishedAnswer } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  corrections: countSetting(
    { from: 0, to: 5, usual: 1 },
    "How often a draft that does not fit is mended before the sample is given up.",
  ),
  mend: z
    .enum(["rewrite", "relabel"])
    .default("rewrite")
    .describe(
      "rewrite: the text is written anew for its label and conditions. relabel: the text " +
        "stays and gets the label that fits it; rewritten where the task has no labels.",
    ),
});
const reviewSchema = z.object({
  problem: z.string().describe('what does not fit, in one sentence; "none" where all fits'),
  fits: z.boolean().describe("whether the draft fits its label and every condition, and is right"),
});

/**
 * Writes a draft, asks whether it fits its label and conditions, and rewrites or relabels it where
 * it does not (the self-correction of TarGen, Gupta et al. 2023). Given up (label, or off-task
 * without labels) where it still does not fit. Score `corrections`.
 */
export const selfCorrectStrategy = configurable({
  settings: settingsSchema,
  make: ({ corrections, mend }): GenerateStrategy => ({
    name: "self-correct",
    async write(input, work, context) {
      const { task } = context;
      const { output } = input.subTask;
      const relabels = mend === "relabel" && task.labels.length > 1;
      // What the sample was made of is no part of it.
      const inputs = input.subTask.inputs.filter((name) => Object.hasOwn(task.fields, name));
      let written: FinishedAnswer = await askStep(input, work, context, { part: "draft" });
      for (let done = 0; ; done++) {
        const label = written.label ?? input.order.label;
        const order = { ...input.order, label };
        const draft = {
          ...written.fields,
          ...(label === null ? {} : { [LABEL_KEY]: labelKey(label) }),
        };
        const checked = narrowedInput(
          { ...input, order },
          { output: ["problem", "fits"], inputs, values: draft, revises: false },
        );
        const review = await work.ask({
          ...sampleRequest(checked, work.demonstrations, context, {
            schema: reviewSchema,
            tells: ["dataset", "label", "language", "conditions", "sources"],
            demonstrations: "facts",
            instruction:
              "Read the given draft as a strict editor. Does it fit its label and every " +
              "condition, and is all of it right?",
          }),
          part: `review-${done + 1}`,
          parameters: { temperature: 0 },
        });
        if (review.value.fits)
          return { ...written, scores: { ...written.scores, corrections: done } };
        if (done === corrections)
          throw giveUp(
            label === null ? "off-task" : "label",
            `after ${done} corrections it still does not fit: ${review.value.problem}`,
          );
        if (relabels) {
          const asked = narrowedInput(
            { ...input, order },
            { output: [LABEL_KEY], inputs, values: written.fields, revises: false },
          );
          // Rows that were chosen for the label that it may not have would speak for it.
          const relabelled = await askStep(asked, work, context, {
            tells: ["dataset", "kind", "label", "language"],
            demonstrations: "none",
            part: `relabel-${done + 1}`,
            parameters: { temperature: 0 },
          });
          written = { ...relabelled, fields: written.fields };
        } else {
          const feedback = [{ criterion: "self-correction", reason: review.value.problem }];
          const again = {
            ...narrowedInput({ ...input, order }, { output }),
            revision: 1,
            previous: { ...input.previous, ...written.fields },
            feedback,
          };
          written = await askStep(again, work, context, { part: `rewrite-${done + 1}` });
        }
      }
    },
  }),
});
