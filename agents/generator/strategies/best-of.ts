import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { answerKey } from "../../../base/text/answer-key.js";
import type { GenerateStrategy } from "../contract.js";
import { askStep, type FinishedAnswer } from "../request/ask-step.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";

const settingsSchema = z.strictObject({
  n: z.number().int().min(2).max(12).default(4).describe("Candidates that are written."),
});
const ratingSchema = z.object({
  reason: z.string().describe("one sentence, before the rating: what is good, what is not"),
  rating: z
    .number()
    .min(1)
    .max(10)
    .describe(
      "1: not what was asked for, or broken; 5: fits, with faults; 10: could stand among the real " +
        "samples as it is",
    ),
});

/**
 * Several candidates for one step, of which the best rated stays (best-of-n sampling, Stiennon et
 * al. 2020): each is rated by itself by the critic's model, after a reason, and of equally rated
 * ones the first counts. Where several models share the generator's role the candidates come from
 * them in turn.
 *
 * Scores: the rating of the best, and the mean of all.
 */
export const bestOfStrategy = configurable({
  settings: settingsSchema,
  make: ({ n }): GenerateStrategy => ({
    name: "best-of",
    async write(input, work, context) {
      const candidates = await Promise.all(
        Array.from({ length: n }, (_, index) =>
          askStep(input, work, context, { part: `candidate-${index + 1}`, turn: index }),
        ),
      );
      // Equal ones are rated once.
      const ratings = new Map<string, Promise<number>>();
      const rate = (candidate: FinishedAnswer, index: number): Promise<number> => {
        const key = answerKey(JSON.stringify(candidate.fields));
        let rating = ratings.get(key);
        if (!rating) {
          const asked = narrowedInput(input, {
            output: Object.keys(ratingSchema.shape),
            inputs: input.subTask.inputs,
            revises: false,
          });
          rating = work
            .ask({
              ...sampleRequest(asked, work.demonstrations, context, {
                schema: ratingSchema,
                tells: ["dataset", "label", "conditions", "sources", "rules"],
                instruction: "Judge the given sample: is it what is wanted? First say why.",
                given: candidate.fields,
                demonstrations: "facts",
              }),
              of: "judge",
              part: `rating-${index + 1}`,
              parameters: { temperature: 0 },
            })
            .then(({ value }) => value.rating);
          ratings.set(key, rating);
        }
        return rating;
      };
      const rated = await Promise.all(candidates.map(rate));
      const highest = Math.max(...rated);
      context.span.set({ "datawright.ratings": rated });
      const best = candidates[rated.indexOf(highest)]!;
      return {
        ...best,
        scores: {
          bestRating: highest,
          meanRating: rated.reduce((sum, rating) => sum + rating, 0) / rated.length,
        },
      };
    },
  }),
});
