import { z } from "zod";
import { countSetting, numberSetting } from "../../base/slots/number-setting.js";
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
  unlike: countSetting(
    { from: 0, to: 50, usual: 4 },
    "Accepted samples of earlier rounds for the same label and topic that a prompt lists, so " +
      "that the next one is unlike them. 0 for none.",
  ),
  stepRetries: countSetting(
    { from: 0, to: 5, usual: 1 },
    "How often a failed step of a sample of several steps is tried again, alone.",
  ),
  demonstrations: choiceWithDefault("similarity").describe(
    "Which rows a prompt shows: a demonstration selector, or { name, count, maxTokens, machine, " +
      "...settings }.",
  ),
  temperature: numberSetting(
    { from: 0, to: 2, usual: 0.9 },
    "How freely samples are written; `models.generator.temperature` goes before it.",
  ),
  topP: numberSetting(
    { above: 0, to: 1, usual: 0.95 },
    "Share of the likeliest tokens that samples are drawn from.",
  ),
});
