import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Prompt } from "../../../schema/prompt.js";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import type { CurationContext, CurationRow, Filter } from "../contract.js";
import type { RoleModel } from "../../models/contract.js";
import { stopIfAsked } from "./measures/each-row.js";
import { FilterReport } from "./measures/filter-report.js";
import { parseRating } from "./measures/parse-rating.js";

const MEANING = "the judge's rating, 0 to 5; -1 = its answer held no rating";
const SCALE = 5;
/**
 * Failures of one answer: the row stays unjudged. Any other failure (key, budget, connection) ends
 * the filter.
 */
const OF_ONE_ANSWER = new Set([
  "MODEL_EMPTY",
  "MODEL_REFUSED",
  "MODEL_CONTENT_FILTER",
  "MODEL_CONTEXT_LENGTH",
  "MODEL_TRUNCATED",
  "MODEL_OUTPUT",
]);

const ASPECTS = {
  accuracy:
    "how correct it is: whether its statements are true, whether the label or the answer " +
    "fits the text, and whether nothing in it contradicts itself",
  helpfulness:
    "how useful it is to somebody who learns the task from it: whether the answer does what " +
    "was asked, completely and to the point",
} as const;

const settings = z.strictObject({
  threshold: numberSetting(
    { from: 0, to: SCALE, usual: 4.5 },
    "Least rating that stays, 0 to 5. Default: 4.5.",
  ),
  aspect: z
    .enum(["accuracy", "helpfulness"])
    .default("accuracy")
    .describe("What the judge rates. Default: accuracy."),
  answer: z
    .enum(["text", "object"])
    .default("text")
    .describe(
      "Ask for a line of text, or for a JSON object where the model answers better so. " +
        "Default: text.",
    ),
  reuse: z
    .boolean()
    .default(true)
    .describe(
      "Take the score `rating` that came with a row instead of asking again. Default: true.",
    ),
  concurrency: countSetting({ from: 1, usual: 8 }, "Questions at a time, at least 1. Default: 8."),
});

const ratingObject = z.object({
  rating: z
    .number()
    .min(0)
    .max(SCALE)
    .describe("Rating from 0 (worst) to 5 (best); halves are allowed."),
  reason: z.string().describe("One sentence."),
});

/**
 * Keeps rows that a language model rates highly (AlpaGasus, Chen et al. 2024: at least 4.5 of 5). A
 * row whose rating cannot be read goes.
 *
 * @throws SPEC_INVALID without a model, MODEL_OUTPUT if no answer at all could be read, and the
 *         model's own errors
 */
export const judgeRatingFilter = configurable({
  settings,
  make: ({ threshold, aspect, answer, reuse, concurrency }): Filter => ({
    name: "judge-rating",
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const rated = rows.flatMap((row, index) =>
        reuse && Number.isFinite(row.scores.rating) ? [index] : [],
      );
      for (const index of rated) report.scores[index] = rows[index]!.scores.rating!;
      const asked = rows.flatMap((row, index) =>
        row.text.trim() === "" || !Number.isNaN(report.scores[index]!) ? [] : [index],
      );
      const unjudged: Record<string, number> = {};
      if (asked.length > 0) {
        const model = context.model;
        if (model === undefined)
          throw new DatawrightError({
            code: "SPEC_INVALID",
            message: 'the filter "judge-rating" asks a language model, and none was given',
            hint: "name a model for the judge, or leave the filter out",
          });
        let next = 0;
        const work = async (): Promise<void> => {
          while (next < asked.length) {
            stopIfAsked(context.signal, "judge-rating");
            const index = asked[next++]!;
            try {
              report.scores[index] = await rate(rows[index]!, model, { aspect, answer, context });
            } catch (error) {
              if (!isDatawrightError(error) || !OF_ONE_ANSWER.has(error.code)) throw error;
              unjudged[error.code] = (unjudged[error.code] ?? 0) + 1;
            }
            context.progress("judge-rating", next / asked.length);
          }
        };
        await Promise.all(Array.from({ length: Math.min(concurrency, asked.length) }, work));
        if (
          asked.every((index) => report.scores[index] === -1 || Number.isNaN(report.scores[index]!))
        ) {
          throw new DatawrightError({
            code: "MODEL_OUTPUT",
            message: `no rating could be read in any of ${asked.length} answers of ${model.info.name}`,
            hint: 'set `answer: "object"`, or take another model; no row was removed',
            retryable: false,
          });
        }
      }
      rows.forEach((_row, index) => {
        const rating = report.scores[index]!;
        if (rating === -1) report.remove(index, "judge-unreadable", "the answer held no rating");
        else if (rating < threshold)
          report.remove(
            index,
            "judge-rating",
            `rated ${rating} for ${aspect}, threshold ${threshold}`,
          );
      });
      const ratings: Record<string, number> = {};
      for (const rating of report.scores)
        if (!Number.isNaN(rating)) ratings[String(rating)] = (ratings[String(rating)] ?? 0) + 1;
      return report.outcome("judge-rating", MEANING, {
        threshold,
        aspect,
        asked: asked.length,
        cameWithRow: rated.length,
        unjudged,
        ratings,
      });
    },
  }),
});

async function rate(
  row: CurationRow,
  model: RoleModel,
  {
    aspect,
    answer,
    context,
  }: {
    readonly aspect: keyof typeof ASPECTS;
    readonly answer: "text" | "object";
    readonly context: CurationContext;
  },
): Promise<number> {
  const request = {
    step: "judge-rating",
    orderId: `${row.id}:${aspect}`,
    sampleIds: [row.id],
    parameters: { temperature: 0, maxTokens: 256, seed: context.seed },
  };
  if (answer === "object")
    return (
      await model.object({
        ...request,
        name: "rating",
        schema: ratingObject,
        prompt: promptOf(
          row,
          aspect,
          "Answer with one JSON object: `rating`, a number from 0 to 5, and `reason`, one " +
            "sentence.",
        ),
      })
    ).value.rating;
  const { value } = await model.text({
    ...request,
    prompt: promptOf(
      row,
      aspect,
      "Write the rating alone on the first line, as a number from 0 to 5 (halves are " +
        "allowed). Explain it in one or two sentences on the lines after it.",
    ),
  });
  return parseRating(value, SCALE);
}

function promptOf(row: CurationRow, aspect: keyof typeof ASPECTS, output: string): Prompt {
  return {
    sections: [
      {
        kind: "task",
        text:
          "You check the samples of a dataset before a model is trained on it. Be strict: 5 " +
          "is for a sample that an expert would take over unchanged.",
      },
      {
        kind: "draft",
        text: "The sample:",
        items: [
          {
            ...(Object.keys(row.fields).length > 0 ? row.fields : { text: row.text }),
            label: row.label === null ? undefined : row.label,
          },
        ],
      },
      { kind: "criteria", text: `Rate ${ASPECTS[aspect]}.` },
      { kind: "output", text: output },
    ],
  };
}
