import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import type { GenerateStrategy } from "../contract.js";
import { finishAnswer } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";
import { askVotes } from "./ask-votes.js";
import { DatawrightError } from "../../../base/errors.js";
import { sameAnswer } from "../../../base/text/same-answer.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";

const settingsSchema = z.strictObject({
  samples: z.number().int().min(2).max(50).default(5).describe("How often the same is asked."),
  minShare: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "A sample is given up when less than this share of the answers agree; lost answers " +
      "count as well.",
  ),
  field: z
    .string()
    .optional()
    .describe(
      "Output that must agree. Default: the label where it is decided, else the last output.",
    ),
  voteTemperature: numberSetting(
    { from: 0, to: 2, usual: 0.7 },
    "Temperature of these questions: at 0 all answers are the same.",
  ),
});

/**
 * Asks the same question several times and keeps the answer that most agree on (self-consistency,
 * Wang et al. 2023), with the outputs that came with it; given up (no-agreement) where too few
 * agree. Score `agreement`: the share that agreed.
 */
export const majorityVoteStrategy = configurable({
  settings: settingsSchema,
  make: ({ samples, minShare, voteTemperature, field: named }): GenerateStrategy => ({
    name: "majority-vote",
    async write(input, { demonstrations, ask }, context) {
      const { output } = input.subTask;
      const field = named ?? (output.includes(LABEL_KEY) ? LABEL_KEY : output.at(-1)!);
      if (!output.includes(field))
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `settings of the step "${input.subTask.id}": field is "${field}", which the step ` +
            "does not write",
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
          `${count} of ${samples} answers agree on ${field}; at least ` +
            `${Math.ceil(minShare * samples)} must`,
          { final: true },
        );
      return { ...best.value, scores: { ...best.value.scores, agreement } };
    },
  }),
});

/** One vote: what was answered, and how sure the model was where it says so. */
export interface Vote<T> {
  readonly answer: unknown;
  readonly logProbability: number | null;
  readonly value: T;
}

export interface Majority<T> {
  /**
   * The surest vote of the largest group: the one with the highest log-probability, the first where
   * the model gives none.
   */
  readonly best: Vote<T>;
  readonly count: number;
}

/**
 * The answer that most votes give, compared as quantities. Of groups of one size the one with the
 * larger sum of log-probabilities wins, then the one that came first.
 *
 * @returns null where there is no vote
 */
function majorityOf<T>(votes: readonly Vote<T>[]): Majority<T> | null {
  const groups: Vote<T>[][] = [];
  for (const vote of votes) {
    const group = groups.find(([first]) => sameAnswer(first!.answer, vote.answer));
    if (group) group.push(vote);
    else groups.push([vote]);
  }
  let largest: readonly Vote<T>[] | null = null;
  for (const group of groups) {
    if (
      largest === null ||
      group.length > largest.length ||
      (group.length === largest.length && sureness(group) > sureness(largest))
    )
      largest = group;
  }
  if (largest === null) return null;
  return {
    best: largest.reduce((surest, vote) =>
      (vote.logProbability ?? -Infinity) > (surest.logProbability ?? -Infinity) ? vote : surest,
    ),
    count: largest.length,
  };
}

function sureness(votes: readonly Vote<unknown>[]): number {
  return votes.reduce((sum, vote) => sum + (vote.logProbability ?? 0), 0);
}
