import { z } from "zod";
import { choiceWithDefault, slotChoiceSchema } from "../../base/slots/slot-choice.js";

/** How samples are written. */
export const generateSettingsSchema = z.strictObject({
  strategy: choiceWithDefault("label-first").describe(
    "How a sample is written, where a step names no strategy of its own: a generate strategy, " +
      "or { name, ...settings }.",
  ),
  strategies: z
    .array(slotChoiceSchema)
    .default([])
    .describe(
      "Settings of strategies that steps use, for example [{ name: tool-loop, maxCalls: 3 }]; " +
        "those of a step's own `strategy` go first.",
    ),
  sources: choiceWithDefault("fitting").describe(
    "How passages of the knowledge sources are given to samples: a source selector, or { name, " +
      "count, ...settings }.",
  ),
  unlike: z
    .number()
    .int()
    .min(0)
    .max(50)
    .default(4)
    .describe(
      "Accepted samples of earlier rounds for the same label and topic that a prompt lists, so " +
        "that the next one is unlike them. 0 for none.",
    ),
  stepRetries: z
    .number()
    .int()
    .min(0)
    .max(5)
    .default(1)
    .describe("How often a failed step of a sample of several steps is tried again, alone."),
  demonstrations: choiceWithDefault("similarity").describe(
    "Which rows a prompt shows: a demonstration selector, or { name, count, maxTokens, machine, " +
      "...settings }.",
  ),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .default(0.9)
    .describe("How freely samples are written; `models.generator.temperature` goes before it."),
  topP: z
    .number()
    .gt(0)
    .max(1)
    .default(0.95)
    .describe("Share of the likeliest tokens that samples are drawn from."),
});
