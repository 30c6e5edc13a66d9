import { z } from "zod";
import { DatawrightError } from "../../../schema/errors.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import { askVotes } from "../ask-votes.js";
import type { GenerateStrategy } from "../contract.js";
import { finishAnswer } from "../finish-answer.js";
import { giveUp } from "../give-up.js";
import { majorityOf } from "../majority.js";
import { sampleRequest } from "../sample-request.js";
import { strategySettings } from "../strategy-settings.js";

const settingsSchema = z.strictObject({
  samples: z.number().int().min(2).max(50).default(5).describe("How often the same is asked."),
  minShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      "A sample is given up when less than this share of the answers agree; lost answers count as well.",
    ),
  field: z
    .string()
    .optional()
    .describe(
      "Output that must agree. Default: the label where it is decided, else the last output.",
    ),
  voteTemperature: z
    .number()
    .min(0)
    .max(2)
    .default(0.7)
    .describe("Temperature of these questions: at 0 all answers are the same."),
});

/**
 * Asks the same question several times and keeps the answer that most agree on (self-consistency, Wang et al. 2023), with the outputs
 * that came with it; given up (no-agreement) where too few agree. Score `agreement`: the share that agreed.
 */
export const majorityVoteStrategy: GenerateStrategy = {
  name: "majority-vote",
  settings: settingsSchema,
  async write(input, { demonstrations, ask }, context) {
    const { output } = input.subTask;
    const {
      samples,
      minShare,
      voteTemperature,
      field = output.includes(LABEL_KEY) ? LABEL_KEY : output.at(-1)!,
    } = strategySettings(settingsSchema, input, context);
    if (!output.includes(field))
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message: `settings of the step "${input.subTask.id}": field is "${field}", which the step does not write`,
        hint: `It writes ${output.join(", ")}.`,
      });
    const request = sampleRequest(input, demonstrations, context);
    const answers = await askVotes(
      ask,
      { ...request, parameters: { ...request.parameters, temperature: voteTemperature } },
      { samples },
    );
    const votes = answers.map((answer) => {
      const finished = finishAnswer(context.task, input.subTask, answer);
      const own =
        field === LABEL_KEY ? [finished.label ?? ""].flat().sort() : finished.fields[field];
      return {
        answer: own,
        logProbability: finished.scores["averageLogProbability"] ?? null,
        value: finished,
      };
    });
    const { best, count } = majorityOf(votes)!;
    const agreement = count / samples;
    context.span.set({ "datawright.votes": votes.length, "datawright.agreement": agreement });
    if (agreement < minShare)
      throw giveUp(
        "no-agreement",
        `${count} of ${samples} answers agree on ${field}; at least ${Math.ceil(minShare * samples)} must`,
        { final: true },
      );
    return { ...best.value, scores: { ...best.value.scores, agreement } };
  },
};
