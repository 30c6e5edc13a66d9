import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { configurable } from "../../../base/slots/configurable.js";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { trainJudge, type TrainedJudge } from "../../../tools/judging/trained-judge.js";
import type { Criterion } from "../contract.js";
import { passes, refuses } from "../verdicts.js";

const NAME = "learned";
const settingsSchema = z.strictObject({
  verdicts: z
    .union([
      z.string().min(1),
      z.array(
        z.strictObject({
          text: z.string(),
          context: z.string().default(""),
          faithful: z.boolean(),
        }),
      ),
    ])
    .optional()
    .describe(
      "File of people's verdicts, relative to the task file (docs/judging.md); a run keeps them.",
    ),
  atLeast: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "Least probability that people find the draft good, 0 to 1.",
  ),
});

/**
 * A small model that learned from people's verdicts judges in their place; no language model is
 * asked. A draft's sources are its context where the verdicts had one.
 */
export const learnedCriterion = configurable({
  settings: settingsSchema,
  make: ({ verdicts, atLeast }): Criterion => {
    let judge: Promise<TrainedJudge> | undefined;
    return {
      name: NAME,
      async decide(draft) {
        if (verdicts === undefined || typeof verdicts === "string")
          throw new DatawrightError({
            code: "SPEC_INVALID",
            message: `critique.criteria: "${NAME}" has no verdicts to learn from`,
            hint: "Name their file in the task, or give them as a list under `verdicts`.",
            details: { path: "critique.criteria" },
          });
        judge ??= trainJudge(verdicts);
        const trained = await judge;
        const context = draft.sources.map(({ text }) => text).join("\n");
        const [probability] = trained.score([{ text: draft.text, context }]);
        const score = Math.min(1, Math.max(0, probability!));
        const details = {
          score,
          reason:
            `A small model of ${trained.trainedOn} verdicts of people finds it good with a ` +
            `probability of ${score.toFixed(2)}`,
        };
        return score >= atLeast
          ? passes(NAME, { ...details, reason: `${details.reason}.` })
          : refuses(NAME, {
              ...details,
              reason: `${details.reason}; at least ${atLeast} is wanted.`,
            });
      },
    };
  },
});
