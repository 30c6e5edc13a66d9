import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import type { GenerateStrategy } from "../contract.js";
import { finishAnswer } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  from: z
    .string()
    .default("outline")
    .describe("The list whose entries are written out, one after the other."),
  maxParts: countSetting(
    { from: 1, to: 64, usual: 12 },
    "A longer list is given up: it would cost that many calls.",
  ),
  separator: z.string().default("\n\n").describe("Put between the parts."),
});

/**
 * Writes a text part by part along an outline, each part with the outline and what is written so
 * far in view, and joins the parts (outline then parts, as in Re3, Yang et al. 2022).
 */
export const partsStrategy = configurable({
  settings: settingsSchema,
  make: ({ from, maxParts, separator }): GenerateStrategy => ({
    name: "parts",
    async write(input, { demonstrations, ask }, context) {
      const { subTask, values } = input;
      const [field, ...others] = subTask.output;
      const list = values[from];
      if (!Array.isArray(list) || field === undefined || others.length > 0) {
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message:
            `the step "${subTask.id}" writes one text along the list "${from}"; ` +
            `${Array.isArray(list) ? `it writes ${subTask.output.join(", ")}` : "no step before it writes such a list"}`,
          hint:
            "Let it write one field and depend on the step that writes the list; settings.from " +
            "names it.",
        });
      }
      const headings = list
        .map(String)
        .map((heading) => heading.trim())
        .filter((heading) => heading !== "");
      if (headings.length === 0) throw giveUp("empty", `the ${from} has no entry to write out`);
      if (headings.length > maxParts)
        throw giveUp(
          "draft-failed",
          `the ${from} has ${headings.length} entries; at most ${maxParts} are written out`,
        );
      const written: string[] = [];
      const scores: number[] = [];
      for (const [index, heading] of headings.entries()) {
        const asked = narrowedInput(input, {
          inputs: subTask.inputs,
          values: {
            part: heading,
            ...(written.length > 0 ? { written: written.join(separator) } : {}),
          },
          revises: index === 0,
        });
        const instruction =
          `Write part ${index + 1} of ${headings.length} only: ` +
          `${index === 0 ? "begin there" : "go on where the written text ends and repeat nothing of it"}.`;
        const answer = finishAnswer(
          context.task,
          subTask,
          await ask({
            ...sampleRequest(asked, demonstrations, context, { instruction, piece: true }),
            part: `part-${index + 1}`,
          }),
        );
        written.push(String(answer.fields[field] ?? ""));
        if (answer.scores["averageLogProbability"] !== undefined)
          scores.push(answer.scores["averageLogProbability"]);
      }
      const text = written.filter((part) => part !== "").join(separator);
      if (text === "") throw giveUp("empty", "every part came back empty");
      return {
        fields: { [field]: text },
        scores: {
          parts: written.length,
          ...(scores.length > 0
            ? {
                averageLogProbability:
                  scores.reduce((sum, score) => sum + score, 0) / scores.length,
              }
            : {}),
        },
      };
    },
  }),
});
