import { z } from "zod";
import { labelKey } from "../../../schema/label.js";
import type { GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  seedsAre: z
    .enum(["errors", "pattern"])
    .default("errors")
    .describe(
      "errors: rows that a small model gets wrong. pattern: rows that have something in " +
        "common, which the sample goes on with.",
    ),
});

const TEXTS = {
  errors: {
    seedText: "Rows that a small model reads wrongly; their labels are right.",
    instruction:
      "Write a new sample that is hard in the same way: alike in what makes it easy to " +
      "misread, with the same label, about other particulars.",
  },
  pattern: {
    seedText: "Rows that follow one pattern of reasoning and have the same label.",
    instruction:
      "Find what these rows and the ones shown with them have in common, and write one more " +
      "that follows the same pattern and has the same label, about something else.",
  },
} as const;

/**
 * Writes a sample like its seeds, with their label: the errors of a small model extrapolated (S3,
 * Wang et al. 2023), or a pattern that an ambiguous row and its neighbours share continued (WANLI,
 * Liu et al. 2022).
 */
export const extrapolateStrategy = configurable({
  settings: settingsSchema,
  make: ({ seedsAre }): GenerateStrategy => ({
    name: "extrapolate",
    async write(input, work, context) {
      const [seed] = input.seeds;
      // Before a small model is trained there are no errors: then the seed set is written, from the
      // label alone (S3, step one).
      if (!seed && seedsAre === "errors") return askStep(input, work, context);
      if (!seed)
        throw giveUp("draft-failed", "there is no row to extrapolate; plan.seeds chooses them", {
          final: true,
        });
      const label = seed.label ?? input.order.label;
      const written = await askStep(
        { ...input, order: { ...input.order, label } },
        work,
        context,
        TEXTS[seedsAre],
      );
      return labelKey(label) === labelKey(input.order.label) ? written : { ...written, label };
    },
  }),
});
