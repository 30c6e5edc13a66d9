import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import { answerKey } from "../../../base/text/answer-key.js";
import { mean } from "../../../base/statistics/mean.js";
import type { AgentContext } from "../../contract.js";
import type { Demonstration, GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  candidates: countSetting(
    { from: 2, to: 12, usual: 4 },
    "Answers that are written and rated; the best and the worst are kept.",
  ),
  minMargin: numberSetting(
    { from: 0, to: 4, usual: 0.5 },
    "Least distance between the ratings (1 to 5) of the two; nearer ones are no preference.",
  ),
});
const answerSchema = z.object({ answer: z.string().describe("the answer alone") });
const rating = z.number().min(1).max(5);
const RATINGS = {
  helpfulness: rating.describe(
    "1: it does not do what was asked; 3: it does a part of it; 5: all of it, and nothing is left " +
      "to ask",
  ),
  correctness: rating.describe(
    "1: what matters is wrong; 3: the main point is right and a detail is wrong; 5: everything is " +
      "right",
  ),
  clarity: rating.describe(
    "1: hard to follow; 3: clear after a second reading, or longer than needed; 5: clear at once",
  ),
};
const ratingsSchema = z.object({
  reason: z
    .string()
    .describe("one or two sentences, before the ratings: what is good, what is not"),
  ...RATINGS,
});

/**
 * How candidates are asked for, in turn: care and temperature differ, so that they differ in worth
 * and not in length.
 */
const MANNERS: readonly {
  readonly text: string;
  readonly temperature: number;
  readonly good: boolean;
}[] = [
  {
    text: "Answer as an expert who takes care that everything is right and to the point.",
    temperature: 0.3,
    good: true,
  },
  {
    text: "Answer as somebody who knows the subject a little and answers from memory.",
    temperature: 1,
    good: true,
  },
  {
    text:
      "Answer in a hurry: about as long as a good answer, but without thinking about what was " +
      "really asked.",
    temperature: 1,
    good: false,
  },
  {
    text: "Answer as somebody who is sure of themselves and gets one thing wrong that matters.",
    temperature: 1,
    good: false,
  },
];

interface Candidate {
  readonly answer: string;
  readonly rating: number;
}

/**
 * Several answers to one prompt, written with different care and at different temperatures, each
 * rated by itself; the best is chosen, the worst rejected (after UltraFeedback, Cui et al. 2024).
 * Given up (no-preference) where the two are rated alike or say the same.
 *
 * Scores: the ratings of both, and their lengths in characters, so that a preference for length can
 * be seen.
 */
export const preferencePairStrategy = configurable({
  settings: settingsSchema,
  make: ({ candidates: count, minMargin }): GenerateStrategy => ({
    name: "preference-pair",
    async write(input, work, context) {
      const { subTask, values } = input;
      if (!["chosen", "rejected"].every((name) => subTask.output.includes(name)))
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message:
            `the step "${subTask.id}" makes a preference, but writes ` +
            `${subTask.output.join(", ")}`,
          hint: "Let it write chosen and rejected, and the prompt where no step before it does.",
        });
      const prompt = subTask.output.includes("prompt")
        ? await writePrompt(input, work, context)
        : String(values["prompt"] ?? "");
      if (prompt === "") throw giveUp("empty", "there is no prompt to answer");
      const candidates = await Promise.all(
        Array.from({ length: count }, (_, index) =>
          candidateOf(input, work, context, { prompt, index }),
        ),
      );
      const usable = candidates.filter(({ answer }) => answer !== "");
      // Of equally rated answers the first: the order in which they were asked for, not their length,
      // decides.
      const best = usable.reduce<Candidate | null>(
        (top, candidate) => (top === null || candidate.rating > top.rating ? candidate : top),
        null,
      );
      const worst = usable.reduce<Candidate | null>(
        (low, candidate) => (low === null || candidate.rating < low.rating ? candidate : low),
        null,
      );
      context.span.set({ "datawright.ratings": candidates.map((candidate) => candidate.rating) });
      if (
        best === null ||
        worst === null ||
        best.rating - worst.rating < minMargin ||
        answerKey(best.answer) === answerKey(worst.answer)
      ) {
        throw giveUp(
          "no-preference",
          best === null || worst === null
            ? "no candidate could be used"
            : `the best of ${usable.length} answers is rated ${best.rating.toFixed(2)}, the ` +
                `worst ${worst.rating.toFixed(2)}; they must be ${minMargin} apart and say ` +
                "different things",
        );
      }
      const scores = {
        chosenRating: best.rating,
        rejectedRating: worst.rating,
        chosenCharacters: best.answer.length,
        rejectedCharacters: worst.answer.length,
      };
      return {
        fields: {
          ...(subTask.output.includes("prompt") ? { prompt } : {}),
          chosen: best.answer,
          rejected: worst.answer,
        },
        scores,
      };
    },
  }),
});

async function writePrompt(
  input: GenerateInput,
  work: GenerateWork,
  context: AgentContext,
): Promise<string> {
  const asked = narrowedInput(input, { output: ["prompt"] });
  const answer = await askStep(asked, work, context, {
    instruction: "Write the prompt only.",
    part: "prompt",
  });
  return String(answer.fields["prompt"] ?? "");
}

async function candidateOf(
  input: GenerateInput,
  { demonstrations, ask }: GenerateWork,
  context: AgentContext,
  { prompt, index }: { readonly prompt: string; readonly index: number },
): Promise<Candidate> {
  const manner = MANNERS[index % MANNERS.length]!;
  const asked = narrowedInput(input, { output: ["answer"], inputs: [], revises: index === 0 });
  const items = answersOf(demonstrations, manner.good ? "chosen" : "rejected");
  const written = await ask({
    ...sampleRequest(asked, demonstrations, context, {
      schema: answerSchema,
      piece: true,
      instruction: `Answer the given prompt. ${manner.text}`,
      given: { prompt },
      shown: { text: "Prompts with answers of this kind.", items },
    }),
    part: `candidate-${index + 1}`,
    turn: index,
    parameters: { temperature: manner.temperature },
  });
  const answer = written.value.answer.trim();
  if (answer === "") return { answer, rating: 0 };
  const judged = narrowedInput(input, {
    output: Object.keys(ratingsSchema.shape),
    inputs: [],
    revises: false,
  });
  const rated = await ask({
    ...sampleRequest(judged, demonstrations, context, {
      schema: ratingsSchema,
      tells: [],
      instruction:
        "Rate the given answer to the given prompt, from 1 to 5 by what 1, 3 and 5 stand for. First say why. Its length counts for nothing.",
      given: { prompt, answer },
      shown: { text: "Prompts with good answers.", items: answersOf(demonstrations, "chosen") },
    }),
    part: `rating-${index + 1}`,
    parameters: { temperature: 0 },
  });
  return {
    answer,
    rating: mean(
      Object.keys(RATINGS).map((name) => Number(rated.value[name as keyof typeof RATINGS])),
    ),
  };
}

/** Demonstrations as prompts with one of their two answers. */
function answersOf(
  demonstrations: readonly Demonstration[],
  field: "chosen" | "rejected",
): Record<string, unknown>[] {
  return demonstrations
    .filter(({ fields }) => fields["prompt"] !== undefined && fields[field] !== undefined)
    .map(({ fields }) => ({ prompt: fields["prompt"], answer: fields[field] }));
}
