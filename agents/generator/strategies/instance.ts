import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import type { GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";
import { answerKey } from "../../../base/text/answer-key.js";

const settingsSchema = z.strictObject({
  input: z.string().default("input").describe("Field with the material of the instruction."),
  output: z.string().default("output").describe("Field with the answer."),
});
const questionSchema = z.object({
  classification: z.boolean().describe("true where the answer is one of a few fixed choices"),
});
const NEEDS_NONE = "leave it empty where the instruction needs none.";
const LABEL_INSTRUCTION =
  "The instruction asks for one of a few choices. Name one possible answer, as it would be " +
  "given; the input comes later.";

/**
 * The input and the output of an instruction (Self-Instruct, Wang et al. 2023): asked first whether
 * the instruction is a classification; if so the answer is written before its input, so that the
 * answers do not all come out the same, else the input before the answer. Score `classification`: 1
 * or 0.
 */
export const instanceStrategy = configurable({
  settings: settingsSchema,
  make: (names): GenerateStrategy => ({
    name: "instance",
    async write(input, work, context) {
      const { subTask } = input;
      for (const name of [names.input, names.output]) {
        if (!subTask.output.includes(name))
          throw new DatawrightError({
            code: "PLAN_INVALID",
            message: `the step "${subTask.id}" writes an instance, but not its "${name}"`,
            hint: "Let it write both, or name them in its settings.",
          });
      }
      const question = narrowedInput(input, { output: ["classification"], revises: false });
      const kind = await work.ask({
        ...sampleRequest(question, work.demonstrations, context, {
          schema: questionSchema,
          tells: [],
          demonstrations: "none",
          instruction:
            "Is the given instruction a classification: can only one of a few fixed choices " +
            "be the answer?",
        }),
        part: "kind",
        parameters: { temperature: 0 },
      });
      const { classification } = kind.value;
      const order = classification ? [names.output, names.input] : [names.input, names.output];
      const fields: Record<string, unknown> = {};
      let scores: Record<string, number> = {};
      for (const [index, name] of order.entries()) {
        const asked = narrowedInput(input, {
          output: [name],
          values: fields,
          revises: index === 0,
        });
        const instruction =
          classification && name === names.output
            ? LABEL_INSTRUCTION
            : name === names.input
              ? classification
                ? `Write an input for which the given output is the right answer; ${NEEDS_NONE}`
                : `Write the input only; ${NEEDS_NONE}`
              : "Do what the instruction asks, with the input where there is one: write the output only.";
        const answer = await askStep(asked, work, context, {
          instruction,
          part: name,
        });
        Object.assign(fields, answer.fields);
        scores = answer.scores;
      }
      const made = [fields[names.input], fields[names.output]].map((value) =>
        value === undefined ? "" : answerKey(value),
      );
      if (made[1] === "" || made[0] === made[1])
        throw giveUp(
          "format",
          made[1] === "" ? "the instance has no output" : "the output repeats the input",
        );
      return { fields, scores: { ...scores, classification: classification ? 1 : 0 } };
    },
  }),
});
