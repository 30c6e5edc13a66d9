import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { lexicalSupport } from "../../../tools/judging/lexical-support.js";
import type { Criterion } from "../contract.js";
import { passes, refuses } from "../verdicts.js";

const NAME = "entailed";
const settingsSchema = z.strictObject({
  minSupport: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .describe("Least support of a draft's sentences by the words of its sources, 0 to 1."),
});

/**
 * The words of the draft stand in its sources, sentence by sentence; asks no model, and says nothing
 * about what words in another order mean. Drafts without a source pass.
 */
export const entailedCriterion = configurable({
  settings: settingsSchema,
  make: ({ minSupport }): Criterion => ({
    name: NAME,
    decide(draft) {
      if (draft.sources.length === 0)
        return passes(NAME, {
          code: "ungrounded",
          reason: "The draft has no source to keep to.",
        });
      const { score, sentences } = lexicalSupport(
        draft.text,
        draft.sources.map(({ text }) => text),
      );
      const details = { code: "ungrounded" as const, score };
      const [weakest] = [...sentences].sort((a, b) => a.support - b.support);
      return score >= minSupport || weakest === undefined
        ? passes(NAME, { ...details, reason: `The sources have its words by ${score.toFixed(2)}.` })
        : refuses(NAME, {
            ...details,
            evidence: [{ text: weakest.sentence }],
            reason:
              `The sources do not have the words of ${JSON.stringify(weakest.sentence)}; say only ` +
              "what they say.",
          });
    },
  }),
});
