import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { Slot } from "../../../base/slots/slot.js";
import type { DemoSelector } from "../contract.js";

const demonstrationSettingsSchema = z.strictObject({
  count: countSetting(
    { from: 0 },
    "Demonstrations in a prompt. Default: 8 (medoids 10, ambiguous-neighbours 5, " +
      "human-machine its two counts), or 64 for a free model with a large context (the " +
      "embedded one).",
  ),
  maxTokens: countSetting(
    { from: 1 },
    "Most tokens of all demonstrations of a prompt, by the model's own tokenizer where it is " +
      "known. Default: a quarter of the model's context.",
  ),
  embeddedCount: countSetting(
    { from: 0 },
    "Demonstrations in a prompt of the embedded model, in place of `count`: it writes of the " +
      "rows in front of it, and the few of a published method are too few for it.",
  ),
  contrast: z
    .boolean()
    .default(true)
    .describe("Whether rows of other labels stand among those of the wanted one."),
  machine: numberSetting(
    { from: 0, to: 1, usual: 0 },
    "Share of demonstrations taken from accepted samples of sealed rounds. Not for " +
      "ambiguous-neighbours, helpful and human-machine, which have rules of their own.",
  ),
});

/** Every built-in choice of the rows that a prompt shows: `generate.demonstrations`. */
export const DEMONSTRATION_SELECTORS = new Slot<DemoSelector, typeof demonstrationSettingsSchema>(
  "demonstration selector",
  {
    similarity: {
      about: "Rows near to the order's label, conditions and task, drawn from 3 times as many.",
      load: async () => (await import("./similarity-selector.js")).similaritySelector,
    },
    random: {
      about: "Rows drawn at random.",
      load: async () => (await import("./random-selector.js")).randomSelector,
    },
    "k-center": {
      about: "Rows far from each other, so that all is covered; outliers early (LLMaAA).",
      load: async () => (await import("./k-center-selector.js")).kCenterSelector,
    },
    mmr: {
      about: "Rows near to the order and far from each other (Carbonell and Goldstein 1998).",
      load: async () => (await import("./mmr-selector.js")).mmrSelector,
    },
    mixture: {
      about: "A part for the label and for each condition of the order, rows near to it (MSP).",
      load: async () => (await import("./mixture-selector.js")).mixtureSelector,
    },
    medoids: {
      about:
        "The nearest of the rows that stand for clusters (FreeAL, Synthetic Prompting, SP-CoT).",
      load: async () => (await import("./medoids-selector.js")).medoidsSelector,
    },
    "ambiguous-neighbours": {
      about: "An ambiguous row of the order's label behind its nearest rows of that label (WANLI).",
      load: async () =>
        (await import("./ambiguous-neighbours-selector.js")).ambiguousNeighboursSelector,
    },
    helpful: {
      about:
        "In a share of the prompts accepted samples of the order's label that help a small model (ProGen).",
      load: async () => (await import("./helpful-selector.js")).helpfulSelector,
    },
    "human-machine": {
      about: "Real rows and accepted samples in a proportion, shuffled (Self-Instruct).",
      load: async () => (await import("./human-machine-selector.js")).humanMachineSelector,
    },
    curriculum: {
      about: "Rows from easy to hard over the rounds (Platanios et al. 2019).",
      load: async () => (await import("./curriculum-selector.js")).curriculumSelector,
    },
  },
  demonstrationSettingsSchema,
);
